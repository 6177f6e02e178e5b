{ fetchurl, version }:
fetchurl {
  url = "https://example.org/kestrel/${version}/kestrel.bin";
  name = "kestrel.bin";
  hash = "sha256-8DttvDG4PoCkmpBjxifYRseoX3dpQEDfhLe0egMH7H8=";
}
