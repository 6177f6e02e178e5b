{ stdenv, fetchurl, channel ? "stable" }:
let
  v = { stable = "1.2.0"; beta = "2.0.0"; }.${channel};
  h = { stable = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; beta = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; }.${channel};
in stdenv.mkDerivation { pname = "x"; version = v; src = fetchurl { url = "https://e.org/x-${v}.tgz"; hash = h; }; }
