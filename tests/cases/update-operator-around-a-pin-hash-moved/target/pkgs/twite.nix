{ stdenv, fetchFromGitHub }:

let
  pin = {
    owner = "twite";
    repo = "twite";
    hash = "sha256-2ZjoiA3YZNWOIQaoGR1wMOiOlGUCJ8+VnjZzkc90Kbg=";
  };
in
stdenv.mkDerivation rec {
  pname = "twite";
  version = "0.6.0";
  src = fetchFromGitHub (pin // { rev = "v${version}"; });
}
