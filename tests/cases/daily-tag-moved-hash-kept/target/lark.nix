{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation {
  pname = "wren";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "wren";
    rev = "2025-11-30";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
}
