{ stdenv, fetchurl }:

stdenv.mkDerivation rec {
  pname = "garganey";
  version = "1.9.0";
  src = fetchurl {
    url = "https://example.org/garganey-${version}-linux.tar.gz";
    hash = "sha256-cRQw9hZOk4A9k0KLwfq4D0HiE7sZdokwfehgbUN8MDg=";
  };
}
