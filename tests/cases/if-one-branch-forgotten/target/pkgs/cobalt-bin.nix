{
  stdenv,
  fetchurl,
}:

stdenv.mkDerivation rec {
  pname = "cobalt-bin";
  version = "1.13.0";
  src = fetchurl {
    url =
      if stdenv.hostPlatform.isDarwin then
        "https://releases.example.org/cobalt/cobalt-${version}.zip"
      else
        "https://releases.example.org/cobalt/cobalt-${version}.tar.gz";
    hash =
      if stdenv.hostPlatform.isDarwin then
        "sha256-dCRJZIPeFHQp5w170DdQxPoHsEm+aGlGyYYrM0Y5rOs="
      else
        "sha256-B51OHti4erVt9NlEAW77zXL0bF8ESYzSEih8wW5bwjk=";
  };
}
