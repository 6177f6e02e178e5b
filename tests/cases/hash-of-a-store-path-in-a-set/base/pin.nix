{
  version = "v0.23.1";
  drvHash = "zhq1hsi8z45c7hnjyyc6vajlkimh3pia";
  hash = "sha256-lU5ytYZsJeqgbqlh+Kf/IK/FPur4W1MAA92RRbku2jY=";
}
