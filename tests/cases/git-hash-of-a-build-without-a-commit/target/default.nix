{ self, pkgs }:
{
  app = import ./app.nix {
    inherit pkgs;
    gitHash = self.rev or self.dirtyRev or "unknown";
  };
}
