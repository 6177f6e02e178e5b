{ fetchurl, version }:
fetchurl {
  url = "https://example.org/ruff-${version}.tar.gz";
  hash = "sha256-rK27qZdHpUUSYcFa5POJoi6ScxNdxpbecsjOrmYM8rA=";
}
