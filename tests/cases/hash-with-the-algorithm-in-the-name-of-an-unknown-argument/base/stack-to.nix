{ haskell-nix }:
haskell-nix.stackProject {
  src = ./.;
  materialized = ./materialized;
  stack-sha256 = "0x3d4nj367iijadbl07cr7anaq9kxm2hxczby78ffym4f3g4pbsn";
}
