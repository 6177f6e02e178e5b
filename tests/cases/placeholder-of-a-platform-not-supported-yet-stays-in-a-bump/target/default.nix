{
  lib,
  stdenv,
  fetchurl,
}:
let
  version = "1.1";
  hashes = {
    x86_64-linux = "sha256-IArMKopZZoq6olH9eHWVcKLo0KVCoHGmWEd4h6hus08=";
    aarch64-linux = lib.fakeHash;
  };
  system = stdenv.hostPlatform.system;
in
fetchurl {
  url = "https://example.org/tool-${version}-${system}.tar.gz";
  hash = hashes.${system};
}
