{ lib, stdenv, fetchurl, debug ? false }:
let version = "1.2.0${lib.optionalString debug "-dbg"}"; in
stdenv.mkDerivation { pname = "x"; inherit version; src = fetchurl { url = "https://e.org/${lib.versions.majorMinor version}/x-${lib.removeSuffix "-dbg" version}.tgz"; hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; }; }
