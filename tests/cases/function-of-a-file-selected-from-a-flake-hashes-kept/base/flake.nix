{
  outputs =
    { self, nixpkgs, ... }@inputs:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      own = self.lib;
      extended = import nixpkgs { overlays = [ self.overlays.default ]; };
    in
    {
      lib.makeTern = import ./tern.nix;
      lib.makeKnot = import ./knot.nix;
      lib.makeDunlin = import ./dunlin.nix;
      overlays.default = final: prev: { makeRuff = import ./ruff.nix; };
      packages.x86_64-linux = {
        tern = self.lib.makeTern {
          inherit (pkgs) fetchurl;
          version = "1.2.0";
        };
        knot = own.makeKnot {
          inherit (pkgs) fetchurl;
          version = "1.2.0";
        };
        dunlin = inputs.self.lib.makeDunlin {
          inherit (pkgs) fetchurl;
          version = "1.2.0";
        };
        ruff = extended.makeRuff {
          inherit (pkgs) fetchurl;
          version = "1.2.0";
        };
      };
    };
}
