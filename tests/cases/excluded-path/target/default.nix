{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "wren";
  version = "1.1";

  src = fetchFromGitHub {
    owner = "example";
    repo = "wren";
    rev = "v${version}";
    hash = "sha256-BZZdJuIHodpuFjWsBqssxabmmMBldh9UEc8etZBc+wE=";
  };
}
