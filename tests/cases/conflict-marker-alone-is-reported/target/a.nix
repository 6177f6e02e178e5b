{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "ibis";
<<<<<<< HEAD
  version = "1.2";
=======
  version = "1.3";
>>>>>>> feature

  src = fetchFromGitHub {
    owner = "example";
    repo = "ibis";
    rev = "v${version}";
    hash = "sha256-O6iGqc7hC4YqNdzAwR6rIc+w9KHcqTpJzgnZqwhOhkI=";
  };
}
