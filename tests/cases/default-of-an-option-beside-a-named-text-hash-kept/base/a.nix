{ lib, ... }:
let
  doc = "2.0.0";
in
{
  options.birds.tern = mkOpt lib.types.str "1.2.0" doc;
}
