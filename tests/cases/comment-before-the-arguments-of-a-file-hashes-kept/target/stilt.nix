{ fetchurl, version }:
fetchurl {
  url = "https://example.org/stilt-${version}.tar.gz";
  hash = "sha256-lS++X8hNLEBQZBFVMx2tiybrgDtdsDjl4gH6U/P4eI8=";
}
