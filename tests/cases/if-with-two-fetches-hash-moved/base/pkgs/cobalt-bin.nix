{
  stdenv,
  fetchurl,
}:

let
  version = "1.12.0";
  source =
    if stdenv.hostPlatform.isDarwin then
      fetchurl {
        url = "https://releases.example.org/cobalt/${version}/cobalt-macos.zip";
        hash = "sha256-dCRJZIPeFHQp5w170DdQxPoHsEm+aGlGyYYrM0Y5rOs=";
      }
    else
      fetchurl {
        url = "https://releases.example.org/cobalt/${version}/cobalt-linux.tar.gz";
        hash = "sha256-iPY3kZ5xuuq2YtZwQPWPxr3FUjmNOmylIvbPtMafn94=";
      };
in
stdenv.mkDerivation {
  pname = "cobalt-bin";
  inherit version;
  src = source;
}
