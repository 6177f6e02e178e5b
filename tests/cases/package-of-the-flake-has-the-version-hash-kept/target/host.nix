{ self, pkgs, ... }:
let
  wren = self.packages.${pkgs.system}.wren;
in
{
  environment.etc.wren.source = pkgs.fetchurl {
    url = "https://dl.example.org/wren-${wren.version}.conf";
    hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
  };
}
