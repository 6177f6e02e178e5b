{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "fork";
  version = "1.1";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "fork";
    rev = "bcd6b40c5572d6f5708d3f0b32fdd37d6d241e68";
    hash = "sha256-jQx6yZKvL0kTtH1CWvD+CNyjXRV8vyfkDCA1ibmD0f0=";
  };
}
