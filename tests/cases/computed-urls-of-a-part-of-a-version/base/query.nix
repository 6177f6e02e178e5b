{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "query";
  version = "1.2.3";
  src = fetchurl {
    url = "https://example.org/download?v=${finalAttrs.version}";
    hash = "sha256-qLdxkguDGeRyUdE2D16IC8GOjTKbDw0APqPH5hVViUc=";
  };
})
