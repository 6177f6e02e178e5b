{ haskell-nix, compiler-nix-name }:
(haskell-nix.hackage-project {
  name = "Agda";
  version = "2.6.3";
  index-state = "2022-01-01T00:00:00Z";
  plan-sha256 = "sha256-ZIeffWuWCgGQl2LZEaMtRYLCABDFZB7pAni2RKnjtSU=";
  inherit compiler-nix-name;
}).hsPkgs.Agda
