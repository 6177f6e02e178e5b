{ pkgs, version }: import ./a2.nix { inherit pkgs version; }
