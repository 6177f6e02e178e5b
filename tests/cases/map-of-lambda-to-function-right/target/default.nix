{ lib, stdenv, fetchurl }:
let
  versions.v5 = { version = "5.0.0"; hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; };
  versions.v4 = { version = "4.0.0"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  build = { version, hash }: stdenv.mkDerivation {
    pname = "db"; inherit version;
    src = fetchurl { url = "https://archive.example.org/db-${version}.tar.gz"; inherit hash; };
  };
in lib.mapAttrs (_: build) versions
