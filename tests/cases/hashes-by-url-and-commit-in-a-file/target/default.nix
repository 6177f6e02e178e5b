{ haskell-nix }:
haskell-nix.cabalProject {
  src = ./.;
  sha256map = import ./nix/sha256map.nix;
}
