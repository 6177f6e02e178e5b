{ fetchgit }:

fetchgit {
  url = "https://github.com/acme/dunlin.git";
  rev = "a625406f6977d45c1391b078f4d3656e0b75bfcb";
  hash = "sha256-9FGmF0nGEboPoOFsYYMdtE84xhHf8lh5zycaJMgaiLY=";
}
