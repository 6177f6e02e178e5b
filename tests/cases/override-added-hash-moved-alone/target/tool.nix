{ lib, stdenv, fetchurl }:
stdenv.mkDerivation (finalAttrs: {
  pname = "x"; version = "1.0.0";
  src = fetchurl { url = "https://e.org/x-${finalAttrs.version}.tar.gz"; hash = "sha256-29vJfV3j4v5nVphuDx8ohXJ9PdjNWiIYP6M8JBq20o4="; };
})
