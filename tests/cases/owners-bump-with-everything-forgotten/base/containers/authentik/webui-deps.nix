{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
}:

let
  inherit (pkgs.stdenvNoCC.hostPlatform) system;
in
pkgs.stdenvNoCC.mkDerivation {
  pname = "authentik-webui-deps";
  inherit (sources) version src;
  sourceRoot = "${sources.src.name}/web";

  nativeBuildInputs = [
    pkgs.cacert
    pkgs.nodejs_24
  ];

  buildPhase = ''
    npm ci --cache "$TMPDIR/npm-cache"
  '';

  installPhase = ''
    mkdir -p $out
    cp -r node_modules $out/
  '';

  dontFixup = true;

  outputHashMode = "recursive";
  outputHash =
    {
      x86_64-linux = "sha256-+4cWvFuixCcO7P+z701/0H+Ah/Z5sbLNsdx2Uowqwf4=";
    }
    .${system} or (throw "authentik-webui-deps: there is no hash for ${system} yet");
}
