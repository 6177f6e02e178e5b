{ fetchFromGitHub, channel ? "alpha" }:

fetchFromGitHub {
  owner = "acme";
  repo = "loom";
  rev = "release-${channel}";
  hash =
    {
      alpha = "sha256-a715z1ti1J0kKzLcIS1UuFpPAMEx2VlFpkmZrRTSWh4=";
      omega = "sha256-b9R1ML+pgRg9j2yrkQmBulPuLHYLUQvW+WTyR/Cq6zE=";
    }
    .${channel};
}
