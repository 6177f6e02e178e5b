{ fetchurl, version ? "9" }:
fetchurl {
  url = "https://example.org/new-${version}.tgz";
  hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
}
