{ fetchurl }:
fetchurl {
  url = "https://files.example.org/pub/w-1.0.zip";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
