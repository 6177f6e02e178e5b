{ pkgs }:
pkgs.toolchainOf {
  version = "1.94.0";
  target = "x";
  sha256 = "sha256-YsZqel3XDDFGYYBjw0TlMebUtZ43mAhEPOlis6vWPFo=";
}
