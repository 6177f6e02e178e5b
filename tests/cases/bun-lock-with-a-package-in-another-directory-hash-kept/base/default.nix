{ stdenvNoCC, bun }:
stdenvNoCC.mkDerivation {
  pname = "site-modules";
  version = "1";
  src = ./.;
  nativeBuildInputs = [ bun ];
  buildPhase = ''
    export HOME=$(mktemp -d)
    bun install --production --frozen-lockfile --ignore-scripts --no-progress
  '';
  installPhase = ''
    mkdir -p $out
    cp -R node_modules $out/
  '';
  outputHashMode = "recursive";
  outputHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
