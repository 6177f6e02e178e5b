{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "knot";
  version = "2.0";
  src = fetchFromGitHub {
    owner = "example";
    repo = "knot";
    rev = "v${version}";
    hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
  };
}
