{ lib, stdenvNoCC, nodejs, cacert }:
let
  manifest = lib.importJSON ./manifest.json;
in
stdenvNoCC.mkDerivation {
  pname = "pace-deps";
  inherit (manifest) version;
  dontUnpack = true;
  nativeBuildInputs = [
    nodejs
    cacert
  ];
  buildPhase = ''
    npm install --global --prefix $out --no-audit "@pace/cli@${manifest.version}"
  '';
  dontInstall = true;
  outputHashMode = "recursive";
  outputHashAlgo = "sha256";
  outputHash = manifest.hashes.${stdenvNoCC.hostPlatform.system};
}
