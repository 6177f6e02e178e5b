{ fetchurl, d }:

fetchurl { url = "https://example.org/a-1.0.tar.gz"; hash = d; }
