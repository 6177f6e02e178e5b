{ fetchurl }:
fetchurl {
  url = "https://example.org/releases/24.10.7/d/sums.txt";
  hash = "sha256-Ms26Uhxb6VTVdKruG5mSkwyOytigQpV7J1Z4Qu7dRd0=";
}
