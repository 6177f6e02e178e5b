{
  perSystem =
    { pkgs, ... }:
    {
      packages.wren = pkgs.callPackage ./wren.nix { };
    };
}
