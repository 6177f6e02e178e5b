{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation (finalAttrs: {
  pname = "knot";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "knot";
    repo = "knot";
    rev = "v${finalAttrs.version}";
    hash = "sha256-4OqbBOTOnzD1RjZ6IuB+imL7zFIWv0F96+YYxUM8+0A=";
  };
})
