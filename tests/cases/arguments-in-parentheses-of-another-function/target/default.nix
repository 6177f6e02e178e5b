{ fetchurl, lib }:
let
  tern = import ./tern.nix;
  dunlin = import ./dunlin.nix;
  common = {
    inherit fetchurl;
    version = "1.2.0";
  };
  show =
    let
      tern = { version, ... }: "tern ${version}";
    in
    {
      tern = tern (common // { version = "1.3.0"; });
      dunlin = lib.dunlin (common // { version = "1.3.0"; });
    };
in
{
  tern = tern (common // { meta = { }; });
  dunlin = dunlin (common // { });
  inherit show;
}
