{
  toolVersion = "1.1";
  stableVersion = "7";
}
