{ fetchFromGitHub, stdenv }:

stdenv.mkDerivation rec {
  pname = "lark";
  version = "3.2.0";
  src = fetchFromGitHub {
    owner = "lark-org";
    repo = "lark";
    rev = "v${version}";
    hash = "sha256-rKyGwOYJypBvYysOLazMsrd9IrBiHyDr7OGkg1uT9vA=";
  };
}
