{ lib, stdenv, fetchFromGitHub, config, ... }:

stdenv.mkDerivation rec {
  pname = "foo";
  version = "1.1.0";
  src = fetchFromGitHub {
    owner = "corp";
    repo = "foo";
    rev = "v${version}";
    hash = "sha256-5KtOOxST1amXtOUc3vuqEFcO8+qUMr1y57aollTOt/Y=";
  };
}
