# Every node_modules of the web interface, as package-lock.json pins them, in one fixed output.
#
# npm brings compiled binaries (esbuild, rollup, swc), so the content differs by platform and so
# does the hash. A platform without one is an error here, not a surprise later: build there with
# lib.fakeHash once, and add what Nix says.
#
# What moves the hash: web/package-lock.json, the lock files of the workspaces below it, and what
# npm takes for a platform.
#
# Proof: the hash is that of the packaging which this one follows, step by step. It was not built
# again for this repository.
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
    # Scripts would compile and download, and write what differs from one build to the next.
    npm ci --cache "$TMPDIR/npm-cache" --ignore-scripts
    rm node_modules/.package-lock.json

    runHook postBuild
  '';

  # The workspaces have their own node_modules beside the root's.
  installPhase = ''
    runHook preInstall

    mkdir -p $out
    find . -type d -name node_modules -prune -print | while read -r modules; do
      mkdir -p "$out/$(dirname "$modules")"
      cp -r "$modules" "$out/$modules"
    done

    runHook postInstall
  '';

  # A fixed output may hold no store path, and links between workspaces lead out of this tree until
  # webui.nix lays it over the sources.
  dontPatchShebangs = true;
  dontCheckForBrokenSymlinks = true;

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
