{ lib, stdenv, fetchurl }:
stdenv.mkDerivation (finalAttrs: { pname = "x"; version = "1.2.0"; src = fetchurl { url = "https://e.org/x-${lib.versions.pad 3 finalAttrs.version}.tgz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }; })
