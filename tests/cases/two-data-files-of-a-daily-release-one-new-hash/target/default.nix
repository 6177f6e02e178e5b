{ stdenvNoCC, fetchurl }:
stdenvNoCC.mkDerivation (finalAttrs: {
  pname = "dns-rules";
  version = "202603132222";
  src = fetchurl {
    url = "https://github.com/example/rules/releases/download/${finalAttrs.version}/sites.dat";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  countries = fetchurl {
    url = "https://github.com/example/rules/releases/download/${finalAttrs.version}/countries.dat";
    hash = "sha256-vjEDef+6/SqvZ6TCY9yhw3TrxzfFYqJ7Tm8GdKg+fV4=";
  };
})
