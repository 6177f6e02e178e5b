{
  outputs =
    { haumea, nixpkgs, ... }:
    {
      lib = haumea.lib.load {
        src = ./birds;
        inputs = {
          pkgs = nixpkgs.legacyPackages.x86_64-linux;
          version = "1.4.2";
        };
      };
    };
}
