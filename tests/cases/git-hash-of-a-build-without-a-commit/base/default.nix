{ self, pkgs }:
{
  app = import ./app.nix { inherit pkgs; };
}
