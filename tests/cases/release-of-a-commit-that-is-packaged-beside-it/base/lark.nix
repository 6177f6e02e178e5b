{ fetchFromGitHub, stdenv }:

stdenv.mkDerivation rec {
  pname = "lark";
  version = "3.1.0";
  src = fetchFromGitHub {
    owner = "lark-org";
    repo = "lark";
    rev = "v${version}";
    hash = "sha256-ZcdMFaaGGHu2u/mVj0lPxrgAaANKZZqa1EmRsIxY8tI=";
  };
}
