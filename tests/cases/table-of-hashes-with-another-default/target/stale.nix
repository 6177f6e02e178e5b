{ fetchFromGitHub, channel ? "omega" }:

fetchFromGitHub {
  owner = "other";
  repo = "loom";
  rev = "stable-${channel}";
  hash =
    {
      alpha = "sha256-DFxujG7cHd8lydzbE5B5cTy8W7Zyzk2b+gGIhMXSSa8=";
      omega = "sha256-etwwstNP8Qc6PpMhIeQZhErmSyKRRr9U5znNYZI1RDA=";
    }
    .${channel};
}
