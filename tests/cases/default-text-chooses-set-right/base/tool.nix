{ lib, stdenv, fetchurl, channel ? "stable" }:
let
  pin = if channel == "stable" then { version = "1.0.0"; } else { version = "2.0"; };
  v = pin.version;
  hash = if channel == "stable" then "sha256-hef2ej6fWtdbBxrlEbW40X60R7qUn4Doe/VZsKeZALo=" else "sha256-/6QR88j8Arv9u49wau28myprfeDTvrl5DMtRQALIhUw=";
in stdenv.mkDerivation { pname = "x"; version = v; src = fetchurl { url = "https://e.org/x-${v}.tgz"; inherit hash; }; }
