{ stdenv, fetchFromGitHub, tagOf }:

stdenv.mkDerivation rec {
  pname = "dashes";
  version = "1.2.3";
  src = fetchFromGitHub {
    owner = "o";
    repo = "dashes";
    rev = "release-1-2-3";
    hash = "sha256-cXKUHVwzLbhK7hl32mbjQ1hNOxsuxpLP9TPZgjvlGdg=";
  };
}
