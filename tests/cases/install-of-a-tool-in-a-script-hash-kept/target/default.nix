{ stdenvNoCC, nodejs, cacert }:
stdenvNoCC.mkDerivation {
  pname = "slate-deps";
  version = "4.2.0";
  src = ./.;
  nativeBuildInputs = [
    nodejs
    cacert
  ];
  buildPhase = ''
    npm install --global corepack@0.32.0
    corepack npm ci --prefix $out
  '';
  dontInstall = true;
  outputHashMode = "recursive";
  outputHashAlgo = "sha256";
  outputHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
