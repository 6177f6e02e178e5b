{ inputs, ... }:
{
  perSystem =
    { pkgs, self', ... }:
    {
      packages.docs = pkgs.fetchurl {
        url = "https://dl.example.org/wren-docs-${self'.packages.wren.version}.tar.gz";
        hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
      };
      packages.finch-docs = pkgs.fetchurl {
        url = "https://dl.example.org/finch-docs-${self'.packages.finch.version}.tar.gz";
        hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
      };
    };
}
