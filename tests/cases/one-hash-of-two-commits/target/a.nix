{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "lantern";
  version = "2.0.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "lantern";
    rev = "991e0a442dde0737b2565e1ae48f4ac6ea912231";
    hash = "sha256-BrOSv3nj3ArhkcipOU8gJl/76iuTlcSA0IgovX6Ok9A=";
  };
}
