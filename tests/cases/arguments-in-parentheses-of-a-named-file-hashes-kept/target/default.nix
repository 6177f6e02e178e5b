{ fetchurl, lib }:
let
  tern = import ./tern.nix;
  dunlin = import ./dunlin.nix;
  knot = import ./knot.nix;
  common = {
    inherit fetchurl;
  };
in
{
  tern = tern (common // { version = "1.3.0"; });
  dunlin = dunlin (
    if lib.inPureEvalMode then
      { }
    else
      {
        inherit fetchurl;
        version = "1.3.0";
      }
  );
  knot = knot (removeAttrs (common // { version = "1.3.0"; }) [ "lib" ]);
}
