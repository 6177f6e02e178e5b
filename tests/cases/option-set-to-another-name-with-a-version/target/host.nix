{ lib, ... }:
let
  version = "1.3.0";
  knot = "1.3.0";
in
{
  birds.tern =
    let
      version = "1.2.0";
    in
    version;
  birds.knot = lib.mkDefault "1.2.0";
  imports = [
    (
      { version, ... }:
      {
        birds.dunlin = version;
      }
    )
  ];
  services.birds = {
    inherit version knot;
  };
}
