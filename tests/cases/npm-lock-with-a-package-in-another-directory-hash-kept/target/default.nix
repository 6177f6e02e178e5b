{ stdenvNoCC, nodejs }:
stdenvNoCC.mkDerivation {
  pname = "site-modules";
  version = "1";
  src = ./.;
  nativeBuildInputs = [ nodejs ];
  buildPhase = ''
    export HOME=$(mktemp -d)
    npm ci --ignore-scripts
    rm node_modules/.package-lock.json
  '';
  installPhase = ''
    mkdir -p $out
    cp -R node_modules $out/
  '';
  outputHashMode = "recursive";
  outputHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
