{ lib, fetchurl, name }:
fetchurl {
  url = "https://example.org/${lib.fileContents ./versions/${name}/stable}/kestrel.bin";
  name = "kestrel.bin";
  hash = "sha256-8DttvDG4PoCkmpBjxifYRseoX3dpQEDfhLe0egMH7H8=";
}
