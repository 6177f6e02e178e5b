{ outputs = { nixpkgs, ... }: { nixosConfigurations = { a = nixpkgs.lib.nixosSystem { specialArgs = { hostName = "a"; lVersion = "1.4.2"; }; modules = [ ./m.nix ]; }; }; }; }
