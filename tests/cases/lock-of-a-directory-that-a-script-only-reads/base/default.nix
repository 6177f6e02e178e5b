{ stdenv, nodejs }:

stdenv.mkDerivation {
  name = "deps";
  src = ./.;
  nativeBuildInputs = [ nodejs ];
  buildPhase = ''
    (cd docs && cp README.md $out)
    npm ci --prefix ui
  '';
  outputHashMode = "recursive";
  outputHash = "sha256-7y0SfeN7lCuq0GFF5UsMYZofIjJ7LrvPvsePVWSv450=";
}
