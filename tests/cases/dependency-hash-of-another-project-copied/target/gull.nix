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
  vendorHash = "sha256-8vlV6dBtCHOxWUQn3+YhOAz19KYwNFTlF8I24Qi6NLE=";
}
