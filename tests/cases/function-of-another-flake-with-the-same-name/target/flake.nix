{
  inputs.up.url = "github:o/r";
  outputs = { self, nixpkgs, up }: let pkgs = nixpkgs.legacyPackages.x86_64-linux; in {
    lib.mkTern = import ./mkTern.nix;
    packages.x86_64-linux.b = self.lib.mkTern { inherit pkgs; };
    packages.x86_64-linux.a = up.lib.mkTern { inherit pkgs; version = "1.3.0"; };
  };
}
