{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "gull";
  version = "0.3.1";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "gull";
    rev = "v${version}";
    hash = "sha256-AOVwqSuAB7dukubwu0H7BY1xaxJ+5L1/qa6w6aG0kxU=";
  };
  vendorHash = "sha256-8vlV6dBtCHOxWUQn3+YhOAz19KYwNFTlF8I24Qi6NLE=";
}
