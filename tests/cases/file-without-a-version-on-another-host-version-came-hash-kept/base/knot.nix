{ stdenv, fetchurl }:

stdenv.mkDerivation {
  pname = "knot";

  src = fetchurl {
    url = "https://download.example.org/builds/KnotServer.tar.bz2";
    hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
  };
}
