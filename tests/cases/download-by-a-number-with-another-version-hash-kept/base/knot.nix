{ stdenv, fetchurl }:

stdenv.mkDerivation {
  pname = "knot";
  version = "2.0";

  src = fetchurl {
    url = "https://cdn.example.net/attachments/771/KnotTheme.tar.gz?ex=66&hm=71";
    hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
  };
}
