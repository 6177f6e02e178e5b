{ pkgs, version }: import ./a4.nix { inherit pkgs version; }
