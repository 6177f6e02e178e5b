{ fetchurl }:
fetchurl {
  url = "https://files.example.org/download/7";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
