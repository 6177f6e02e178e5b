{ lib, stdenvNoCC, fetchgit }:
lib.extendMkDerivation {
  constructDrv = stdenvNoCC.mkDerivation;
  extendDrvArgs =
    finalAttrs:
    { board, ... }:
    let
      version = "25.12";
    in
    {
      pname = "boot-${board}";
      inherit version;
      src = fetchgit {
        url = "https://example.org/boot.git";
        rev = version;
        hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
      };
    };
}
