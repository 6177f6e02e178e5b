{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "Acme";
  repo = "dunlin";
  rev = "e4666a670f042877c67a84473a71675ee0950a08";
  hash = "sha256-9FGmF0nGEboPoOFsYYMdtE84xhHf8lh5zycaJMgaiLY=";
}
