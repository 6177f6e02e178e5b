{ stdenv, fetchzip }:

stdenv.mkDerivation rec {
  pname = "tern";
  version = "1.1.0";

  src = fetchzip {
    url = "https://github.com/example/tern/archive/v${version}.tar.gz";
    hash = "sha256-SuQ9ff9U3pMwUQVmUJnfkZ3qKXzTR6fhaDKA0ElbcmU=";
  };
}
