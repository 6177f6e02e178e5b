{ stdenv, nodejs, maven }:
stdenv.mkDerivation {
  name = "deps";
  src = ./.;
  
  buildPhase = ''
    yarn --frozen-lockfile > /dev/null
  '';
  installPhase = "cp -r node_modules $out";
  outputHashMode = "recursive";
  outputHashAlgo = "sha256";
  outputHash = "sha256-A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1w=";
}
