{
  outputs =
    inputs@{ flake-parts, ... }:
    flake-parts.lib.mkFlake { inherit inputs; } {
      systems = [ "x86_64-linux" ];
      perSystem =
        { pkgs, self', ... }:
        {
          packages.wren = pkgs.callPackage ./wren.nix { };
          packages.docs = pkgs.fetchurl {
            url = "https://dl.example.org/wren-docs-${self'.packages.wren.version}.tar.gz";
            hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
          };
        };
    };
}
