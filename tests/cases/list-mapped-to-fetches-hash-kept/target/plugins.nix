{ pkgs }:

let
  take =
    {
      name,
      rev,
      hash,
    }:
    pkgs.fetchFromGitHub {
      owner = "plugins";
      repo = name;
      inherit rev hash;
    };
in
map take [
  {
    name = "first";
    rev = "v1.0";
    hash = "sha256-+bBEQoNlY83rsJSDCRnE4UPLRk4+nKcomUC2XNZmGuQ=";
  }
  {
    name = "second";
    rev = "v2.1";
    hash = "sha256-+//+LToHEwUod3Q2HJXVYZ46/yWAYnn5hhM2v2/f4ZA=";
  }
]
