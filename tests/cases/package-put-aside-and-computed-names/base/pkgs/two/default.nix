{ fetchurl }:
fetchurl {
  url = "https://example.org/two-2.0.tar.gz";
  hash = "sha256-E2B59qUMnZYVsj6oGhPqBRQHCp/pxl8n2ShIR4W49yA=";
}
