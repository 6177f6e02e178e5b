{
  version = "1.9.0";
  rev = "release-1.9.0";
  hash = "sha256-uIdnkzGL9U0frREc6wbPPPYANjVRFCJKWUX4X0HnMCI=";
}
