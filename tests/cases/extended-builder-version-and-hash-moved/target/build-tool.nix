{
  lib,
  stdenvNoCC,
  fetchurl,
}:
lib.extendMkDerivation {
  constructDrv = stdenvNoCC.mkDerivation;
  excludeDrvArgNames = [ "hashes" ];
  extendDrvArgs =
    finalAttrs:
    {
      pname,
      hashes,
      ...
    }:
    let
      version = "1.5";
    in
    {
      inherit version;
      src = fetchurl {
        url = "https://example.org/${pname}/${pname}-${version}.zip";
        hash = hashes.linux;
      };
    };
}
