{ stdenv, pkgs }:

let
  gh = pkgs.fetchFromGitHub;
  pin = {
    owner = "twite";
    repo = "twite";
    hash = "sha256-s4vNDaWJUiApJ9qa0hI71WK+8tQO4ThxffcHARhyZPM=";
  };
in
stdenv.mkDerivation rec {
  pname = "twite";
  version = "0.5.0";
  src = gh (pin // { rev = "v${version}"; });
}
