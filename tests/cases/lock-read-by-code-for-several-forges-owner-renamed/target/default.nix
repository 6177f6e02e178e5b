import ./compat.nix { src = ./.; }
