{ config, lib, ... }:
{
  programs.emulator.patches."Second Game" = {
    hash = "PPU-a3a5789c12711291dfe16a7d5d81c906d2b4c0c2";
    version = "01.09";
  };
}
