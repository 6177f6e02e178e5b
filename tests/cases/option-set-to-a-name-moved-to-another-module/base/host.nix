{ lib, config, ... }:
let
  version = "1.2.0";
in
{
  birds.tern = version;
  birds.knot = version;
  birds.dunlin = version;
}
