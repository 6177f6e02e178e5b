{ haskell-nix }:
haskell-nix.stackProject {
  src = ./.;
  materialized = ./materialized;
  stack-sha256 = "1l2kzhz8fgkmw2c68gnf8p9vi4xvvrp6skyd3v4zqi6ilhjyqrsf";
}
