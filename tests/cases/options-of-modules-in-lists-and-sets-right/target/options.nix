{ lib, mkOpt, ... }:
{
  options.birds.siskin.version = mkOpt lib.types.str "1.5.0" "The version.";
}
