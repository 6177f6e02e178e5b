{ lib, stdenv, fetchFromGitHub, config, ... }:

stdenv.mkDerivation rec {
  pname = "foo";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "corp";
    repo = "foo";
    rev = "v${version}";
    hash = "sha256-P1JM3AehHXxiIL2wSf6N1BsnSDyWzFm1geAi1UcpDWk=";
  };
}
