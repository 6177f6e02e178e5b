{ inputs, ... }:
{
  perSystem =
    { pkgs, self', ... }:
    {
      packages.docs = pkgs.fetchurl {
        url = "https://dl.example.org/wren-docs-${self'.packages.wren.version}.tar.gz";
        hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
      };
      packages.finch-docs = pkgs.fetchurl {
        url = "https://dl.example.org/finch-docs-${self'.packages.finch.version}.tar.gz";
        hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
      };
    };
}
