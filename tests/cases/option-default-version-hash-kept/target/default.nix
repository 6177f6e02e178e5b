{ imports = [ ./options.nix ./service.nix ]; }
