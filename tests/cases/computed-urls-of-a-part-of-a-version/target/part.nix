{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "part";
  version = "1.3.7";
  src = fetchurl {
    url = mkUrl finalAttrs.version;
    hash = "sha256-N6aAEzvQk0L5NK+43Sx9nhtiTaXzXjo4rbED43wFXtE=";
  };
})
