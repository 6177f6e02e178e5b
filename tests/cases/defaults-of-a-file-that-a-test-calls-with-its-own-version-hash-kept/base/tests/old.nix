{ callPackage }:
callPackage ../pkg.nix {
  version = "0.9";
  hash = "sha256-IArMKopZZoq6olH9eHWVcKLo0KVCoHGmWEd4h6hus08=";
}
