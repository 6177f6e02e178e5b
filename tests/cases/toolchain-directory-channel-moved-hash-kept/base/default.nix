{ fenix }:
fenix.fromToolchainFile {
  dir = ./.;
  sha256 = "sha256-YsZqel3XDDFGYYBjw0TlMebUtZ43mAhEPOlis6vWPFo=";
}
