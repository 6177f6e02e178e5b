{ config, lib, ... }:
{
  xdg.configFile."emulator/patches.yml" = {
    text =
      let
        hash = "a3a5789c12711291dfe16a7d5d81c906d2b4c0c";
        title = "Second Game";
        # The patches are below the hash of the game.
        entry = name: "  ${name}:\n    \"${title}\": true\n";
      in
      "${hash}:\n" + lib.concatMapStrings entry [ "60 frames" ];
  };
}
