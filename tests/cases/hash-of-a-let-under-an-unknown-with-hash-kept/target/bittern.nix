{ fetchFromGitHub, mkDerivation }:

let
  version = "1.5.0";
  hash = "sha256-/r4ddBtJ5anDFSZyjYxRNKgDrfxMBMTwUmc3Iu2FWX4=";
  src = fetchFromGitHub {
    owner = "bittern";
    repo = "bittern";
    rev = "v${version}";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
in
with src; mkDerivation src hash
