{
  inputs.flake-utils.url = "github:numtide/flake-utils";
  outputs = { self, nixpkgs, flake-utils }:
    flake-utils.lib.eachSystem [ "x86_64-linux" ] (system: let
      pkgs = nixpkgs.legacyPackages.${system};
      version = "v0.0.2";
    in {
      packages.default = pkgs.stdenv.mkDerivation {
        pname = "quern";
        inherit version;
        src = pkgs.fetchurl {
        url = "https://files.example.org/${version}/x86_64-linux/quern.AppImage";
        hash = "sha256-spgUz1eS5oTNddan/OemehGIfjEvh8oqwkltgfNl/3I=";
      };
      };
    });
}
