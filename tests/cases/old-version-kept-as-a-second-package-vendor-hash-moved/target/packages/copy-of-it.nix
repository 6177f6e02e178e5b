{
  lib,
  buildGoModule,
  fetchFromGitHub,
}:

buildGoModule rec {
  pname = "erigon";
  version = "2.45.1";

  src = fetchFromGitHub {
    owner = "ledgerwatch";
    repo = pname;
    rev = "v${version}";
    fetchSubmodules = true;
    hash = "sha256-aStAp3O7LM5ReJ2ilLj37QlPQwNcEyo883MsINvAcVE=";
  };

  vendorHash = "sha256-k7VjctjPPVwpv3vktdw92P3Q0fdG6YFuVZbWm9x8GrY=";
  proxyVendor = true;

  subPackages = [ "cmd/erigon" ];
}
