{ callPackage, fetchFromGitHub }:

let
  build = callPackage ./generic.nix { };
in
{
  stable = build rec {
    version = "2.0";
    src = fetchFromGitHub {
      owner = "shrike";
      repo = "shrike";
      rev = "v${version}";
      hash = "sha256-k2twbhNUZZZwqQICz1NFMX1y6DQDhF2xBtWPMA1zCEI=";
    };
  };

  unstable = build rec {
    version = "2.0";
    src = fetchFromGitHub {
      owner = "shrike";
      repo = "shrike";
      rev = "v${version}";
      hash = "sha256-k2twbhNUZZZwqQICz1NFMX1y6DQDhF2xBtWPMA1zCEI=";
    };
  };
}
