{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "mirror";
  version = "1.3.0";
  src = fetchurl {
    url = "https://example.org/releases/v1.3.0/mirror-linux.tgz";
    hash = "sha256-ABVHYWN8p0bDVKbZz78doakuea+muxJ7uKHENOnHMXA=";
  };
})
