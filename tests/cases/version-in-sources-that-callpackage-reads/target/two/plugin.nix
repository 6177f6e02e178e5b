{ stdenv, fetchgit }:

stdenv.mkDerivation rec {
  name = "plugin-${version}";
  version = "1.1";
  src = fetchgit {
    url = "https://example.org/plugin.git";
    rev = "v${version}";
    hash = "sha256-b9R1ML+pgRg9j2yrkQmBulPuLHYLUQvW+WTyR/Cq6zE=";
  };
}
