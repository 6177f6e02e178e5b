{ stdenvNoCC, fetchurl }:
stdenvNoCC.mkDerivation (finalAttrs: {
  pname = "suite";
  version = "202603132222";
  src = fetchurl {
    url = "https://github.com/example/rules/releases/download/${finalAttrs.version}/server.tar.gz";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  client = fetchurl {
    url = "https://github.com/example/rules/releases/download/${finalAttrs.version}/client.tar.gz";
    hash = "sha256-vjEDef+6/SqvZ6TCY9yhw3TrxzfFYqJ7Tm8GdKg+fV4=";
  };
})
