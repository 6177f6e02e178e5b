{ lib, stdenvNoCC, bun }:
stdenvNoCC.mkDerivation {
  name = "ui-dependencies";
  src = lib.fileset.toSource {
    root = ./.;
    fileset = lib.fileset.unions [ ./ui/bun.lock ./ui/package.json ];
  };
  nativeBuildInputs = [ bun ];
  buildPhase = "cd ui && bun install --frozen-lockfile";
  installPhase = "cp -r node_modules $out";
  outputHashMode = "recursive";
  outputHash = "sha256-SBTZIJOsig9KIWOrh97lCbowalj1iIvg7csvzQcSAos=";
}
