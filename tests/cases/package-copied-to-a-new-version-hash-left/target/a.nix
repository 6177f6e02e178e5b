{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "lantern";
  version = "2.0.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "lantern";
    rev = "v${version}";
    hash = "sha256-BrOSv3nj3ArhkcipOU8gJl/76iuTlcSA0IgovX6Ok9A=";
  };
}
