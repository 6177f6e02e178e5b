{ fetchurl, version }:
fetchurl {
  url = "https://example.org/dunlin-${version}.tar.gz";
  hash = "sha256-5y5sSjFGDBbGYVizeKnSiPO+tM7HcTKyxWQunTPkoAQ=";
}
