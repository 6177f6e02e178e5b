{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "bittern";
  version = "1.5.0";

  src = fetchFromGitHub {
    owner = "bittern";
    repo = "bittern";
    rev = "v${version}";
    hash = "sha256-zH7LsT4aDEAi6dUs4z1ZDvhvE+JwgMeBKgyhjtSU+I8=";
  };
}
