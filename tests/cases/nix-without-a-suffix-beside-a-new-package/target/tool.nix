{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation {
  pname = "tool";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tool";
    rev = "1.0";
    sha256 = "0wakp4i2pjpf93wlkzd46x4p1l9kagg95g9xc3g3xvk7xbn5qkq2";
  };
}
