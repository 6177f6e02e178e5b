{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "mirror";
  version = "1.3.0";
  src = fetchurl {
    url = "https://files.example.net/linux/${mkName finalAttrs.version}.tgz";
    hash = "sha256-ABVHYWN8p0bDVKbZz78doakuea+muxJ7uKHENOnHMXA=";
  };
})
