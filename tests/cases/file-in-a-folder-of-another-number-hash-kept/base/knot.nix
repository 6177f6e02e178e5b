{ stdenv, fetchurl }:

stdenv.mkDerivation {
  pname = "knot";
  version = "2.0";

  src = fetchurl {
    url = "https://files.example.net/r7/tables.chm";
    hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
  };
}
