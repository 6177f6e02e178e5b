{ outputs = { self, nixpkgs }: let pkgs = nixpkgs.legacyPackages.x86_64-linux; in {
  lib.v1.tern = pkgs.callPackage ./tern.nix;
  lib.v2.tern = pkgs.callPackage ./tern2.nix;
  packages.x86_64-linux.b = self.lib.v1.tern { version = "1.2.0"; }; packages.x86_64-linux.a = self.lib.v2.tern { version = "1.3.0"; }; }; }
