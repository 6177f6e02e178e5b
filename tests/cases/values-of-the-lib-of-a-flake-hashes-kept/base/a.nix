{ self, fetchurl }:
fetchurl {
  url = "https://example.org/t-${self.lib.toolVersion}.tgz";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
