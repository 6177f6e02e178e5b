{ lib, ... }:
{
  config = lib.mkMerge [
    { birds.serin.version = "1.5.0"; }
    (lib.mkIf true { birds.other = 1; })
  ];
}
