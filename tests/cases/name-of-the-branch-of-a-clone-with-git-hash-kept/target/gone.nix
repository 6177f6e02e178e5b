{ fetchgit, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchgit {
    url = "https://git.example.org/quern.git";
    rev = "refs/tags/v${version}";
    hash = "sha256-KDu53u8C5oQ6v7U476HspwgBvYpwHD+YGR4SNJYzkkc=";
  };
}
