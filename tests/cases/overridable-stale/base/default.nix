{ lib, stdenv, fetchurl }:
let
  make = { version ? "6.0", hash ? "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=" }: stdenv.mkDerivation { pname = "q"; inherit version; src = fetchurl { url = "https://e.org/q-${version}.tgz"; inherit hash; }; };
  q6 = lib.makeOverridable make { };
in {
  inherit q6;
  q5 = q6.override { version = "5.9"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
}
