{ stdenv, nodejs }:

stdenv.mkDerivation {
  name = "deps";
  src = ./.;
  buildCommand = ''
    pip install node-gyp-helper
    npm ci
    cp -r node_modules $out
  '';
  outputHashMode = "recursive";
  outputHashAlgo = "sha256";
  outputHash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
}
