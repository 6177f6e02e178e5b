{ fetchurl }:
fetchurl {
  url = "https://github.com/old/font/raw/v2.0/w.otf";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
