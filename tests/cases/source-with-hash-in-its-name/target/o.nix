pkgs: {
  bitcoin-hash = builtins.fetchGit {
    url = "https://forge.example/acme/hs-bitcoin-hash.git";
    rev = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678";
  };
  tool = pkgs.fetchFromGitHub {
    owner = "acme";
    repo = "tool";
    rev = "v1.1";
    hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
  };
}
