{ lib, stdenvNoCC, bun }:
stdenvNoCC.mkDerivation {
  pname = "site-modules";
  version = "1";
  src = lib.cleanSource ./.;
  nativeBuildInputs = [ bun ];
  buildPhase = ''
    export BUN_INSTALL_CACHE_DIR=$(mktemp -d)
    bun install \
      --filter "$SITE" \
      --frozen-lockfile \
      --ignore-scripts \
      --no-progress
  '';
  installPhase = ''
    mkdir -p $out
    find . -type d -name node_modules -exec cp -R --parents {} $out \;
  '';
  outputHashMode = "recursive";
  outputHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
