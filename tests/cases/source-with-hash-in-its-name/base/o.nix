pkgs: {
  bitcoin-hash = builtins.fetchGit {
    url = "https://forge.example/acme/hs-bitcoin-hash.git";
    rev = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678";
  };
  tool = pkgs.fetchFromGitHub {
    owner = "acme";
    repo = "tool";
    rev = "v1.0";
    hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
  };
}
