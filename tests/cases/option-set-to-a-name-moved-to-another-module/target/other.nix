{ lib, ... }:
let
  dunlin = "1.2.0";
in
{
  birds = lib.mkIf true { inherit dunlin; };
}
