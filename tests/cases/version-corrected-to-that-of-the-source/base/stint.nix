{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation {
  pname = "stint";
  version = "unstable-2025-01-27";
  src = fetchFromGitHub {
    owner = "stint";
    repo = "stint";
    rev = "84a516841ba77a5b4648de2cd0dfcb30ea46dbb4";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
}
