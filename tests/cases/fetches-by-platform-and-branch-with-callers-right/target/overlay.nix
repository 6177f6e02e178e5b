final: prev: {
  discord = final.callPackage ./discord.nix { };
  discord-ptb = final.callPackage ./discord.nix { branch = "ptb"; };
  discord-canary = final.callPackage ./discord.nix { branch = "canary"; };
}
