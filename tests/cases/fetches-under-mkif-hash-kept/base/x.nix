{ stdenv, src }: stdenv.mkDerivation { name = "x"; inherit src; }
