{ haskell-nix, inputs }:
haskell-nix.cabalProject' {
  src = ../.;
  compiler-nix-name = "ghc966";
  sha256map = {
    "https://github.com/acme/tools"."fcdd2209433d8b89d6fa525bb0640a10caa1bd70" = "sha256-1TU3IYTzm7h/wpt/fkHbaR0esVhyHKNtdCJpjsferZo=";
    "https://github.com/acme/ogre"."01f7787216e7ceb8e39c8c6807f7ae53fc14ab9e" = "1TU3IYTzm7h/wpt/fkHbaR0esVhyHKNtdCJpjsferZo=";
    "https://github.com/acme/flat"."82c5ab46715ecd51901256144f1411b480e2cb8b" = "e6EINXr5Tfx5vzSY+wmGt/7seIdkM1WM7Tvy4zQ/cZo=";
  };
}
