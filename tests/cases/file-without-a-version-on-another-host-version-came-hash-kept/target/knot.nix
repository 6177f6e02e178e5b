{ stdenv, fetchurl }:

stdenv.mkDerivation {
  pname = "knot";
  version = "1.8-795";

  src = fetchurl {
    url = "https://web.example.com/web/20210610060249/http://download.example.org/builds/KnotServer.tar.bz2";
    hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
  };
}
