{ haskell-nix }: haskell-nix.cabalProject' { src = ./.; compiler-nix-name = "ghc966"; }
