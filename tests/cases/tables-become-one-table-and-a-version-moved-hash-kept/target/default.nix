{ stdenv, fetchurl, channel ? "stable" }:
let
  sources = {
    stable = { version = "1.2.0"; hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; };
    beta = { version = "2.0.0-b2"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  };
in
stdenv.mkDerivation rec {
  pname = "x"; version = sources.${channel}.version;
  src = fetchurl { url = "https://e.org/x-${version}.tgz"; hash = sources.${channel}.hash; };
}
