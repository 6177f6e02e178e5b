{ stdenv, fetchurl, channel ? "stable" }:
let
  versions.stable = "1.2.0";
  versions.beta = "2.0.0-b1";
  srcs.stable = fetchurl {
    url = "https://e.org/x-${versions.${channel}}.tgz";
    hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
  };
  srcs.beta = fetchurl {
    url = "https://e.org/beta/x-${versions.${channel}}.tgz";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
in
stdenv.mkDerivation {
  pname = "x";
  version = versions.${channel};
  src = srcs.${channel};
}
