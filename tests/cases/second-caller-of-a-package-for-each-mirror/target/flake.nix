{
  outputs = { self, nixpkgs, flake-utils }:
    flake-utils.lib.eachDefaultSystem (system: {
      packages = let
        mirror = "https://mirror.example.org/tern/";
        callPackage = file: args: import file (args // { pkgs = nixpkgs.legacyPackages.${system}; system = system; });
      in {
        tern = callPackage ./tern.nix { };
        tern2 = callPackage ./tern.nix { version = "2.0"; inherit system; };
        tern1 = callPackage ./tern.nix { version = "1.0"; inherit system; };
        tern2-near = callPackage ./tern.nix { version = "2.0"; inherit mirror system; };
        tern1-near = callPackage ./tern.nix { version = "1.0"; inherit mirror system; };
      };
    });
}
