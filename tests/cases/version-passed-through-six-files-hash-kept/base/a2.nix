{ pkgs, version }: import ./a3.nix { inherit pkgs version; }
