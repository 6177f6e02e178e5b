{ outputs = { self, nixpkgs }: let pkgs = nixpkgs.legacyPackages.x86_64-linux; in {
  lib.v1.tern = pkgs.callPackage ./tern.nix;
  packages.x86_64-linux.b = self.lib.v1.tern { version = "1.2.0"; }; }; }
