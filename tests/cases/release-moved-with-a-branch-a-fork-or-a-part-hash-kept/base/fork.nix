{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "fork";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "somebody";
    repo = "fork";
    rev = "84b2d3047e616d95a342c4c96d4d4a9e9e25930d";
    hash = "sha256-jQx6yZKvL0kTtH1CWvD+CNyjXRV8vyfkDCA1ibmD0f0=";
  };
}
