{
  toolVersion = "1.0";
  stableVersion = "7";
}
