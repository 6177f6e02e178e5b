{ lib, stdenvNoCC, fetchgit }:
lib.extendMkDerivation {
  constructDrv = stdenvNoCC.mkDerivation;
  extendDrvArgs =
    finalAttrs:
    { board, ... }:
    {
      pname = "boot-${board}";
      version = "26.03";
      src = fetchgit {
        url = "https://example.org/boot.git";
        rev = finalAttrs.version;
        hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
      };
    };
}
