{ stdenv, fetchurl, fetchzip, fetchFromGitHub, lib, mirrors, config }:
{ pname, version, hash }: stdenv.mkDerivation { inherit pname version; src = fetchurl { urls = map (m: "${m}/${pname}-${version}.tgz") mirrors; inherit hash; }; }
