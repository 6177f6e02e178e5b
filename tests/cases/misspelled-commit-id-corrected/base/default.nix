{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "wren";
  repo = "wren";
  rev = "9a8455194da5f4f0ddd5206a13d7a4e2f2e9b0dd";
  hash = "sha256-GG5dWKkMnZYVsj6oGhPqBRQHCp/pxl8n2ShIR4W49yA=";
}
