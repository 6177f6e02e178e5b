{ lib, mkOpt, ... }:
{
  options.birds.siskin.version = mkOpt lib.types.str "1.4.2" "The version.";
}
