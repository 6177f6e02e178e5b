{ fetchurl }:
fetchurl {
  url = "https://files.example.org/pub/w.zip";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
