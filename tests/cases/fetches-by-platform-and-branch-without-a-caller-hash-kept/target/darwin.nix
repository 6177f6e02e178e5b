{ stdenv, src, version, branch, pname }: stdenv.mkDerivation { inherit pname src version; }
