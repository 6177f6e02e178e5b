{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "ibis";
  version = "1.1";

  src = fetchFromGitHub {
    owner = "example";
    repo = "ibis";
    rev = "v${version}";
    hash = "sha256-O6iGqc7hC4YqNdzAwR6rIc+w9KHcqTpJzgnZqwhOhkI=";
  };
}
