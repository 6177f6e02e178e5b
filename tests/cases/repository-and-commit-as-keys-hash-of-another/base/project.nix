{ haskell-nix, inputs }:
haskell-nix.cabalProject' {
  src = ../.;
  compiler-nix-name = "ghc966";
  sha256map = {
    "https://github.com/acme/tools"."a3662e093f40082dd6fa525bb0640a10caa1bd70" = "sha256-4GfNKmbSf1fbBEGmQFFZoSahVssBVFfCqU3tjfR1uYs=";
    "https://github.com/acme/ogre"."01f7787216e7ceb8e39c8c6807f7ae53fc14ab9e" = "1TU3IYTzm7h/wpt/fkHbaR0esVhyHKNtdCJpjsferZo=";
    "https://github.com/acme/flat"."82c5ab46715ecd51901256144f1411b480e2cb8b" = "fuKhPnIVsmdbQ2gPBTzp9nI/3/BTsnvNIDa1Ypw1L+Q=";
  };
}
