{ stdenv, fetchFromGitHub, cmake }:

stdenv.mkDerivation {
  pname = "weft";
  version = "0.8";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "weft";
    rev = "v0.8";
    hash = "sha256-sZOB6Lpbsl+nyJEaWjtUxMId+c1g67ekBk+kxGT2ITQ=";
  };
  nativeBuildInputs = [ cmake ];
  vendorHash = "sha256-sZOB6Lpbsl+nyJEaWjtUxMId+c1g67ekBk+kxGT2ITQ=";
}
