{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "part";
  version = "1.3.7";
  src = fetchurl {
    url = "https://example.org/1.3/part.tgz";
    hash = "sha256-N6aAEzvQk0L5NK+43Sx9nhtiTaXzXjo4rbED43wFXtE=";
  };
})
