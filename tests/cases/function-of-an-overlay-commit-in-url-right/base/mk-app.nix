{ stdenv, fetchurl, mirror }: { pname, version, rev, hash }: stdenv.mkDerivation { inherit pname version; src = fetchurl { url = "${mirror}/${rev}.tgz"; inherit hash; }; }
