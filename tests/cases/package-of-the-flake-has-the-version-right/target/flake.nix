{
  outputs =
    { self, nixpkgs, flake-utils }:
    flake-utils.lib.eachDefaultSystem (
      system:
      let
        pkgs = nixpkgs.legacyPackages.${system};
      in
      {
        packages = {
          wren = pkgs.callPackage ./pkgs/wren { };
          finch = pkgs.callPackage ./pkgs/finch { };
          docs = pkgs.fetchurl {
            url = "https://dl.example.org/wren-docs-${self.packages.${system}.wren.version}.tar.gz";
            hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
          };
          notes = pkgs.fetchurl {
            url = "https://dl.example.org/wren-notes-${self.packages.${system}.wren.passthru.notes}.tar.gz";
            hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
          };
        };
      }
    );
}
