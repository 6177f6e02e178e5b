{ stdenv, fetchurl }:
let
  sources = {
    x86_64-linux = {
      url = "https://downloads.example.org/quill/1.5/quill-x86_64.tar.gz";
      hash = "sha256-mOwWNbKKykMaLFxfjaoGGrxfyhLX++fqJ0TXQtKVD8c=";
    };
    aarch64-linux = {
      url = "https://downloads.example.org/quill/1.5/quill-aarch64.tar.gz";
      hash = "sha256-1uWfTOrBcCX6QWTwB9C45RsjLqu2C89DQkqKFTHsKxg=";
    };
  };
in
stdenv.mkDerivation {
  pname = "quill";
  version = "1.5";
  src = fetchurl {
    url = sources.${stdenv.hostPlatform.system}.url;
    hash = sources.${stdenv.hostPlatform.system}.hash;
  };
}
