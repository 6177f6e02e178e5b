{ lib, ... }@args: lib.nixosSystem { modules = [ ./options.nix { services.tool.version = "1.1.9"; } ]; }
