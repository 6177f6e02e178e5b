# Every node_modules of the web interface, as package-lock.json pins them, in one fixed output.
#
# npm brings compiled binaries (esbuild, rollup, swc), so the content differs by platform and so
# does the hash. A platform without one is an error here, not a surprise later: build there with
# lib.fakeHash once, and add what Nix says.
#
# What moves the hash: web/package-lock.json, the lock files of the workspaces below it, and what
# npm takes for a platform.
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

  dontConfigure = true;

  buildPhase = ''
    runHook preBuild

    export HOME=$TMPDIR
    npm ci --cache "$TMPDIR/npm-cache"

    runHook postBuild
  '';

  # The workspaces have their own node_modules beside the root's. npm's record of what it installed
  # names the moment, not the content.
  installPhase = ''
    runHook preInstall

    mkdir -p $out
    find . -type d -name node_modules -prune -print | while read -r modules; do
      rm -f "$modules/.package-lock.json"
      mkdir -p "$out/$(dirname "$modules")"
      cp -r "$modules" "$out/$modules"
    done

    runHook postInstall
  '';

  # Neither shebangs nor links may be touched: a fixed output may hold no store path, and links
  # between workspaces lead out of this tree until webui.nix lays it over the sources.
  dontFixup = true;

  outputHashMode = "recursive";
  outputHash =
    {
      x86_64-linux = "sha256-+4cWvFuixCcO7P+z701/0H+Ah/Z5sbLNsdx2Uowqwf4=";
    }
    .${system} or (throw "authentik-webui-deps: there is no hash for ${system} yet");

  meta = {
    description = "Node modules of authentik's web interface";
    inherit (sources.meta) homepage platforms;
  };
}
