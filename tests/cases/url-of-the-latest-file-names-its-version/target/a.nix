{ fetchurl, stdenv }:

stdenv.mkDerivation rec {
  pname = "quern";
  version = "26.810.4";
  src = fetchurl {
    url = "https://files.example.org/linux/deb/pool/q/quern_26.810.4_amd64.deb";
    hash = "sha256-nPoUaMk/wYZS40oADwxmFLD6GPb0iHR3rZsNNspqfqo=";
  };
}
