{ lib, ... }:
let
  version = "1.2.0";
  knot = "1.2.0";
in
{
  birds.tern =
    let
      version = "1.2.0";
    in
    version;
  birds.knot = "1.2.0";
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
