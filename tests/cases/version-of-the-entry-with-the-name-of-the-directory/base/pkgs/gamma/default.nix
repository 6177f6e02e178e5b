{ fetchzip, release }:
fetchzip {
  url = "https://example.org/gamma/${release.version}/gamma.tar.gz";
  hash = "sha256-3l9rt7qoUkihsCopDSHxC9Oq5XwkFI65SzehHDOg46c=";
}
