{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation (finalAttrs: {
  pname = "dunlin";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "dunlin";
    repo = "dunlin";
    rev = "v${finalAttrs.version}";
    hash = "sha256-RDJgEBTD9eli+QEr2HQGJLvMg5mf6dUOt1ag5RO2D+w=";
  };
})
