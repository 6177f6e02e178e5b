{ fetchzip, stdenv }:
let
  extension = "tar.gz";
in
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchzip {
    url = "https://downloads.example.org/quern-${version}.${extension}";
    inherit extension;
    hash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY=";
  };
}
