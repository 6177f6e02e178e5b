{ stdenv, fetchzip }:

stdenv.mkDerivation rec {
  pname = "knot";
  version = "2.0";

  src = fetchzip {
    url = "https://downloads.example.org/knot-${version}.tar.gz";
    hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
  };
}
