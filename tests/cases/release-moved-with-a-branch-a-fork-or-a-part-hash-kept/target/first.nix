{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "first";
  version = "1.1";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "first";
    rev = "84b2d3047e616d95a342c4c96d4d4a9e9e25930d";
    hash = "sha256-p5N7ZLjKpY8Dchu2us9ceMsjX+vg5wsbhM2ZVBRhoI4=";
  };
}
