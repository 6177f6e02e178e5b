{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "jot";
  version = "1.0.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "jot";
    rev = "v${version}";
    hash = "sha256-wH5PJZnsEpFoPTBA3r0vwqcleMC9xxVWgXxJvUR3gfA=";
  };
}
