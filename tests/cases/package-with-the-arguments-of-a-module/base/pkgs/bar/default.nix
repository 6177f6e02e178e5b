{ stdenv, fetchFromGitHub, foo }:

stdenv.mkDerivation {
  pname = "bar";
  version = "1";
  src = fetchFromGitHub {
    owner = "corp";
    repo = "bar";
    rev = "v${foo.version}";
    hash = "sha256-/N4rLtula/QIYB+3If6bXDONEO5CnqBPrlURto+/j7k=";
  };
}
