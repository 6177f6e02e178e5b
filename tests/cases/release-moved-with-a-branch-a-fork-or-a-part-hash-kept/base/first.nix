{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "first";
  version = "0-unstable-2025-01-01";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "first";
    rev = "main";
    hash = "sha256-p5N7ZLjKpY8Dchu2us9ceMsjX+vg5wsbhM2ZVBRhoI4=";
  };
}
