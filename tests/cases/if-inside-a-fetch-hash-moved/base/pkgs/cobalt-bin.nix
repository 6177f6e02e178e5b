{
  stdenv,
  fetchurl,
}:

stdenv.mkDerivation rec {
  pname = "cobalt-bin";
  version = "1.12.0";
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
        "sha256-iPY3kZ5xuuq2YtZwQPWPxr3FUjmNOmylIvbPtMafn94=";
  };
}
