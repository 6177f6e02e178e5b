{ fetchurl, stdenv }:

stdenv.mkDerivation rec {
  pname = "quern";
  version = "26.810.4";
  src = fetchurl {
    url = "https://files.example.org/linux/deb/pool/q/lathe_26.811.0_amd64.deb";
    hash = "sha256-XYTV2KOYfTpvGI9f/x5fzHfGkuZbC7mnVc5Xh6MITGM=";
  };
}
