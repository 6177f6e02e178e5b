{ fetchurl }:
fetchurl {
  url = "https://raw.githubusercontent.com/wren/wren/refs/commit/84a516841ba77a5b4648de2cd0dfcb30ea46dbb4/a/icon";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
