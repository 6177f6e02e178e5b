{ pkgs }: import ./a1.nix { inherit pkgs; version = "2.0"; }
