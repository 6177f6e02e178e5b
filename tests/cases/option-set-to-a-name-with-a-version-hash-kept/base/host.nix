{ lib, ... }:
let
  version = "1.2.0";
  knot = "1.2.0";
in
{
  birds.tern = version;
  birds = {
    inherit knot;
  };
  config =
    let
      newest = "1.2.0";
    in
    {
      birds.dunlin = lib.mkForce newest;
    };
}
