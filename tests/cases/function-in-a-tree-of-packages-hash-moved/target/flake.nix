{
  outputs =
    { nixpkgs, ... }:
    {
      overlays.default =
        final: prev:
        prev.lib.packagesFromDirectoryRecursive {
          inherit (final) callPackage;
          directory = ./pkgs;
        };
    };
}
