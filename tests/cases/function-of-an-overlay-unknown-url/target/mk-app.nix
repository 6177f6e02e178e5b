{ stdenv, fetchurl, fetchFromGitHub, lib, mkUrl }:
{ pname, version, hash }: stdenv.mkDerivation { inherit pname version; src = fetchurl { url = mkUrl pname version; inherit hash; }; }
