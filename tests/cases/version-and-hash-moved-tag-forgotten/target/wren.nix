{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation {
  pname = "wren";
  version = "1.1";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "wren";
    rev = "v1.0";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
}
