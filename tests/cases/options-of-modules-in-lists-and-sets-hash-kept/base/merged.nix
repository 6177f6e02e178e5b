{ lib, ... }:
{
  config = lib.mkMerge [
    { birds.serin.version = "1.4.2"; }
    (lib.mkIf true { birds.other = 1; })
  ];
}
