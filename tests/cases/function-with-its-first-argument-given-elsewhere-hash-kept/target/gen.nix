name: { version, hash }: { fetchurl, stdenv }: stdenv.mkDerivation { pname = name; inherit version; src = fetchurl { url = "https://a.dev/${name}-${version}.tgz"; inherit hash; }; }
