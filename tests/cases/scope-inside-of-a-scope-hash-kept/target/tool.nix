{ stdenv, fetchFromGitHub, release }:
stdenv.mkDerivation {
  pname = "tool";
  version = "1";
  src = fetchFromGitHub {
    owner = "example";
    repo = "tool";
    tag = release;
    hash = "sha256-f2i9/qcm7TTKSgF2q2+MjX0g3pleHUcwrsstLrzISm4=";
  };
}
