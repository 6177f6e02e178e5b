{ pkgs, version }: import ./a5.nix { inherit pkgs version; }
