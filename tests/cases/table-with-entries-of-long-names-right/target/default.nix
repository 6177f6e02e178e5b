{ stdenv, fetchurl, channel ? "stable" }:
let
  versions.stable = "1.3.0";
  versions.beta = "2.0.0-b1";
  srcs.stable = fetchurl {
    url = "https://e.org/x-${versions.${channel}}.tgz";
    hash = "sha256-IQoU47ezEO5Xg+vSrL+2F5bmkZpjc37z80nrEbtyVng=";
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
