{ stdenv, fetchurl }:

stdenv.mkDerivation {
  pname = "printer-driver";
  version = "4.0.0";
  src = fetchurl {
    url = "https://download.example.org/dlf103566/driver-4.0.0-1.i386.deb";
    hash = "sha256-1eEJqgZ9Ct50GD3PaNj0b/62RteWIwISDQcCQIamMg0=";
  };
}
