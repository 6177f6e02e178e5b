{ stdenv, fetchurl }:

stdenv.mkDerivation {
  pname = "knot";
  version = "2.0.4410";

  src = fetchurl {
    url = "https://cdn.example.net/4410/KnotSetup-2.0.4410.exe";
    hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
  };
}
