{ fetchurl }:
fetchurl {
  url = "https://raw.githubusercontent.com/wren/wren/v1.0/icon.png";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
