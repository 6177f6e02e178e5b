{
  lib,
  buildGoModule,
  fetchFromGitHub,
}:

buildGoModule rec {
  pname = "erigon";
  version = "2.45.2";

  src = fetchFromGitHub {
    owner = "ledgerwatch";
    repo = pname;
    rev = "v${version}";
    fetchSubmodules = true;
    hash = "sha256-EtD88ZCgwbVmtIe9t6x8jHbdBEKjAfCYMSRTKSDoTAc=";
  };

  vendorHash = "sha256-+8bB1MO224+1QnhYLrHZZe1kTpdQnhMDRq4TDaVAbLM=";
  proxyVendor = true;

  subPackages = [ "cmd/erigon" ];
}
