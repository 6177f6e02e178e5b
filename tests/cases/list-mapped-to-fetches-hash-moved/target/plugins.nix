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
    hash = "sha256-8p9xUnqrX4HnL+CpjGUu3k1cDJ1cLOH8jqHWyh/lrfA=";
  }
]
