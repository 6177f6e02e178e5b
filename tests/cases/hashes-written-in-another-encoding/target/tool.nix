{ stdenv, fetchFromGitHub, fetchurl }:

stdenv.mkDerivation rec {
  pname = "tool";
  version = "4.2.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "tool";
    rev = "v${version}";
    hash = "sha256-k/8tbvfoM5E3NUauCnrbIAIJATW9TRYnrws58KN0EQw=";
  };

  manual = fetchurl {
    url = "https://example.org/tool/manual-${version}.pdf";
    sha256 = "sha256:1i4lbaxzqwbh7nmrba4nmpsz4ghmf2c79rly15l3k0d2a4j1wmx7";
  };
}
