{ fenix }:
fenix.fromToolchainName {
  name = "1.94.0";
  sha256 = "sha256-YsZqel3XDDFGYYBjw0TlMebUtZ43mAhEPOlis6vWPFo=";
}
