{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "tern";
  version = "1.1.0";

  src = fetchFromGitHub {
    owner = "tern-project";
    repo = "tern";
    rev = "v${version}";
    hash = "sha256-SuQ9ff9U3pMwUQVmUJnfkZ3qKXzTR6fhaDKA0ElbcmU=";
  };
}
