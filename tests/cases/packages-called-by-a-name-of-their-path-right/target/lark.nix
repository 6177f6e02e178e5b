{ fetchurl, version }:
fetchurl {
  url = "https://dl.example.org/lark-${version}.tar.gz";
  hash = "sha256-7y0SfeN7lCuq0GFF5UsMYZofIjJ7LrvPvsePVWSv450=";
}
