{ pkgs, birds ? { mkTern = import ./mkTern.nix; } }: {
  a = birds.mkTern { inherit pkgs; version = "1.2.0"; };
}
