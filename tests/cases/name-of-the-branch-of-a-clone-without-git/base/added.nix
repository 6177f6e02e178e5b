{ fetchgit, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchgit {
    url = "https://git.example.org/quern.git";
    rev = "refs/tags/v${version}";
    hash = "sha256-skoAqqvtgEYQALvzPdS3YnYNePM1Ho64RMVcsdeR/8g=";
  };
}
