{ fetchurl }:
fetchurl {
  url = "https://example.org/one-1.0.tar.gz";
  hash = "sha256-GG5dWKkMnZYVsj6oGhPqBRQHCp/pxl8n2ShIR4W49yA=";
}
