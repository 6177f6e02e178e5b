{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "tern-plus";
  version = "1.2.0";
  src = fetchFromGitHub {
    owner = "shore";
    repo = "tern-plus";
    rev = "v${version}";
    hash = "sha256-c2azJiN2sSlKm8c0lYJbJHNGp5zzyeD6UhG4c1h5l90=";
  };
  vendorHash = "sha256-8vlV6dBtCHOxWUQn3+YhOAz19KYwNFTlF8I24Qi6NLE=";
}
