{ fetchurl, stdenv, majorMinorVersion ? "14" }:
let inherit (import ./versions.nix) fromMajorMinor srcHashForVersion; version = fromMajorMinor majorMinorVersion; in
stdenv.mkDerivation { pname = "gcc"; inherit version; src = fetchurl { url = "mirror://gcc/releases/gcc-${version}/gcc-${version}.tar.xz"; hash = srcHashForVersion version; }; }
