{ stdenv, fetchSnapshot }:

stdenv.mkDerivation {
  pname = "knot";
  version = "2.0";

  src = fetchSnapshot {
    url = "https://files.example.net/knot-2.0.gz";
    timestamp = "20160622234550";
    hash = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
  };
}
