{ outputs = { self, nixpkgs }: let lib = nixpkgs.lib.extend (self: super: { my = import ./default.nix { inherit (nixpkgs.legacyPackages.x86_64-linux) pkgs; lib = self; }; }); in { inherit lib; }; }
