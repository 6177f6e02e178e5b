{ stdenvNoCC, fetchurl }:
stdenvNoCC.mkDerivation (finalAttrs: {
  pname = "dns-rules";
  version = "202603122219";
  src = fetchurl {
    url = "https://github.com/example/rules/releases/download/${finalAttrs.version}/sites.dat";
    hash = "sha256-Uxnh1J0Mhznrqs1zAsOROpNMR2E05J/JjkVpk1Mz1Ug=";
  };
  countries = fetchurl {
    url = "https://github.com/example/rules/releases/download/${finalAttrs.version}/countries.dat";
    hash = "sha256-vjEDef+6/SqvZ6TCY9yhw3TrxzfFYqJ7Tm8GdKg+fV4=";
  };
})
