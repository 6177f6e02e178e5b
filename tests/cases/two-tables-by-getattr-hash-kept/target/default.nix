{ lib, stdenv, fetchurl, channel ? "stable" }:
let
  versions = { stable = "1.2.0"; beta = "2.0.0-b2"; };
  hashes = { stable = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; beta = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  version = builtins.getAttr channel versions;
in
stdenv.mkDerivation {
  pname = "x"; inherit version;
  src = fetchurl { url = "https://e.org/x-${version}.tgz"; hash = builtins.getAttr channel hashes; };
}
