{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "wren";
  repo = "wren";
  rev = "9a845519a384f662ce1c74445fb9fb9015114cf9";
  hash = "sha256-GG5dWKkMnZYVsj6oGhPqBRQHCp/pxl8n2ShIR4W49yA=";
}
