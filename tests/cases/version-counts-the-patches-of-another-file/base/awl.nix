{ stdenv, fetchurl }:
stdenv.mkDerivation {
  pname = "awl";
  version = "5.2p2";
  src = fetchurl {
    url = "https://files.example.org/awl-5.2.tar.gz";
    hash = "sha256-y2WeQYK340hJsOXO5hlkiVrbmC+h6X1kV1jR3LW7DdE=";
  };
  patches = import ./awl-patches.nix (nr: sha256: fetchurl {
    url = "https://files.example.org/awl52-${nr}";
    inherit sha256;
  });
}
