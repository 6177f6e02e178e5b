{ fenix }:
fenix.fromToolchainName {
  name = "1.93.0";
  sha256 = "sha256-YsZqel3XDDFGYYBjw0TlMebUtZ43mAhEPOlis6vWPFo=";
}
