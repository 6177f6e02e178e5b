{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "gull";
  version = "0.3.1";
  src = fetchFromGitHub {
    owner = "shore";
    repo = "gull";
    rev = "v${version}";
    hash = "sha256-JKzEkXongMCWAY/vNv3YWKGKZ8vCcqqX5uYDee4t1zo=";
  };
  vendorHash = "sha256-mTxv/eX0emnsJVcpRrukUuef8C4INoSz0WUEWY6Vj7o=";
}
