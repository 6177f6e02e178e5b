{
  ghcVersion = "ghc8103";
  index = {
    state = "2021-01-24T00:00:00Z";
    sha256 = "c66a8eb7e6a7e395bf000e8884c7de131a5cf32a9f42de44a1b9ceaf47c8900e";
  };
}
