{ fetchurl, finch }:
fetchurl {
  url = "https://dl.example.org/finch-data-${finch.version}.tar.gz";
  hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
}
