{ stdenv, fetchgit, forge }: { pname, version, rev, hash }: stdenv.mkDerivation { inherit pname version; src = fetchgit { url = forge pname; inherit rev hash; }; }
