{ fetchurl, version }:
fetchurl {
  url = "https://example.org/api-${version}.tar.gz";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
