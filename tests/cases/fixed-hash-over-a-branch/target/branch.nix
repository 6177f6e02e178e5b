{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "tide";
  version = "0-unstable";

  src = fetchFromGitHub {
    owner = "example";
    repo = "tide";
    rev = "main";
    hash = "sha256-Wpy8EBUjX1wCWx1IjMwkfIY26KuSp79VQslvgsGl0MA=";
  };
}
