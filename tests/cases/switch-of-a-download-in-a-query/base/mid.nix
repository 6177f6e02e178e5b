{ fetchurl, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchurl {
    url = "https://files.example.org/quern/raw/v${version}/mid.svg?inline=true&ref=main";
    hash = "sha256-JS8QyDYQ68oaBZwLroJV66L5W+TR17z6idckioLZ8RE=";
  };
}
