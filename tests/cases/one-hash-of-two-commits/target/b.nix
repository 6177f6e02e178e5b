{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "lantern-next";
  version = "2.0.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "lantern";
    rev = "2d2d7bb45a1b98dedc9938ec62fd398fcdd9c00a";
    hash = "sha256-BrOSv3nj3ArhkcipOU8gJl/76iuTlcSA0IgovX6Ok9A=";
  };
}
