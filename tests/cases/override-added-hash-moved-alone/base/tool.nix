{ lib, stdenv, fetchurl }:
stdenv.mkDerivation (finalAttrs: {
  pname = "x"; version = "1.0.0";
  src = fetchurl { url = "https://e.org/x-${finalAttrs.version}.tar.gz"; hash = "sha256-n3sPtYSHmzuaHc/8F4gjuoC/LLK2XZSnKPOS7u5L0tA="; };
})
