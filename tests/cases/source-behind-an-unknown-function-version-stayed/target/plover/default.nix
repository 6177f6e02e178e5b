{ stdenv, sources }:

stdenv.mkDerivation (finalAttrs: {
  pname = "plover";
  version = "3.3.0";
  src = sources.plover finalAttrs.version;
})
