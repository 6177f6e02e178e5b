{ fetchurl, versions }:
fetchurl {
  url = "https://example.org/api-${versions.api}.tar.gz";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
