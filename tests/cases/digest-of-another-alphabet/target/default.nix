{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "quay";
  version = "1.2.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "quay";
    rev = "v${version}";
    sha256 = "1m5w62va92qvi15bj0pjex4dnyhw82cc3qfwmrpv4vkgzncg46xv";
  };
}
