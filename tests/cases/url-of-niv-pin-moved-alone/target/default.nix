{ sources ? import ./nix/sources.nix }: sources.a
