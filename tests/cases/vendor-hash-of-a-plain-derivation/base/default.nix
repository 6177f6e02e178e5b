{ stdenv, fetchFromGitHub, cmake }:

stdenv.mkDerivation {
  pname = "weft";
  version = "0.6";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "weft";
    rev = "v0.6";
    hash = "sha256-bgvMa5bEm01lPqsHbOWkW9P4cjAmnekWYDtTP5PmlfQ=";
  };
  nativeBuildInputs = [ cmake ];
  vendorHash = "sha256-bgvMa5bEm01lPqsHbOWkW9P4cjAmnekWYDtTP5PmlfQ=";
}
