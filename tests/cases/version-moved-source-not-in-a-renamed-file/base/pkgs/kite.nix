{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "ferry";
  version = "1.3.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "ferry";
    rev = "v1.3.0";
    hash = "sha256-8uC85JoMD3LlSWF9Il0IvwmAb/1oSUviaBT1AuANwgU=";
  };
}
