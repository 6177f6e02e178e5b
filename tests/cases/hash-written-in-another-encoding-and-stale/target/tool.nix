{ stdenv, fetchFromGitHub, fetchurl }:

stdenv.mkDerivation rec {
  pname = "tool";
  version = "4.2.1";

  src = fetchFromGitHub {
    owner = "example";
    repo = "tool";
    rev = "v${version}";
    hash = "sha256-k/8tbvfoM5E3NUauCnrbIAIJATW9TRYnrws58KN0EQw=";
  };

  manual = fetchurl {
    url = "https://example.org/tool/manual-${version}.pdf";
    sha256 = "2f65520ac1e6e13871896ed106284dbee012c94af0f910e6a800d809fc161ab8";
  };
}
