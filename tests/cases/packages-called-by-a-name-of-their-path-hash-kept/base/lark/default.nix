{ fetchurl, version }:
fetchurl {
  url = "https://dl.example.org/lark-${version}.tar.gz";
  hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
}
