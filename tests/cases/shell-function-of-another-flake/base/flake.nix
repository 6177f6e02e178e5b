{
  outputs = { self, nixpkgs, devshell }: let pkgs = nixpkgs.legacyPackages.x86_64-linux; in {
    lib.mkShell = import ./lib/mkShell.nix;
    packages.x86_64-linux.go = self.lib.mkShell { inherit pkgs; };
    devShells.x86_64-linux.default = devshell.mkShell { name = "x"; version = "1.2.0"; };
  };
}
