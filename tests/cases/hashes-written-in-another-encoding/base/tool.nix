{ stdenv, fetchFromGitHub, fetchurl }:

stdenv.mkDerivation rec {
  pname = "tool";
  version = "4.2.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "tool";
    rev = "v${version}";
    sha256 = "030ifjiz0f8bmwkickdx6l0hj0i0vdx0mbj66lvr2cz8yxp2vzwk";
  };

  manual = fetchurl {
    url = "https://example.org/tool/manual-${version}.pdf";
    sha256 = "a7571e2451a2813968099ee6749870153ef2f5ad96a895ab3d7071fcbb5a94c4";
  };
}
