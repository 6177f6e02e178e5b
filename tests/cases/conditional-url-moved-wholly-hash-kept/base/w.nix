{ lib, fetchurl, withNew }:
fetchurl {
  url = if withNew then "https://files.example.org/wren-3.0.tar.gz" else "https://files.example.org/wren-3.1.tar.gz";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
