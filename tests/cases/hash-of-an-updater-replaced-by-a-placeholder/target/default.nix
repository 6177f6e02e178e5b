{ pkgs }:
{
  node-modules-updater = pkgs.buildGoModule {
    pname = "x";
    version = "1";
    src = ./.;
    vendorHash = pkgs.lib.fakeHash;
  };
}
