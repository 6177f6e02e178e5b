final: prev: { discord = final.callPackage ./discord.nix { branch = "stable"; }; }
