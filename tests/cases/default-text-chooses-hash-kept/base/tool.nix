{ lib, stdenv, fetchurl, channel ? "stable" }:
let
  version = if channel == "stable" then "1.2.0" else "2.0.0";
  hash = if channel == "stable" then "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=" else "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
in stdenv.mkDerivation { pname = "x"; inherit version; src = fetchurl { url = "https://e.org/x-${version}.tgz"; inherit hash; }; }
