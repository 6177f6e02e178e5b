{ fetchFromGitHub, mkDerivation }:

let
  version = "1.4.0";
  hash = "sha256-/r4ddBtJ5anDFSZyjYxRNKgDrfxMBMTwUmc3Iu2FWX4=";
  src = fetchFromGitHub {
    owner = "bittern";
    repo = "bittern";
    rev = "v${version}";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
in
mkDerivation { pname = "bittern"; inherit version; src = src + "/sub"; }
