{ callPackage }: rec { buildTool = callPackage ./build-tool.nix { }; lumis = callPackage ./lumis.nix { inherit buildTool; }; }
