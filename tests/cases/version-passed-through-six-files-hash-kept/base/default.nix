{ pkgs }: import ./a1.nix { inherit pkgs; version = "1.0"; }
