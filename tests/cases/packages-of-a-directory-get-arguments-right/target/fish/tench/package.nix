{ fetchurl, versions }:
fetchurl {
  url = "https://dl.example.org/tench-${versions.tench}.tar.gz";
  hash = "sha256-749TYOk8/faBz+sDGdTTkGTNEjHRAYMlbq/lO7m3EC0=";
}
