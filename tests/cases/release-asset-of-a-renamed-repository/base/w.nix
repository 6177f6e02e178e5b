{ fetchurl }:
fetchurl {
  url = "https://github.com/wren/wren/releases/download/v1/wren-linux";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
