{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "ledger";
  version = "2.0.0";

  src = fetchFromGitHub {
    owner = "acme";
    repo = "ledger";
    rev = "v${version}";
    hash = "sha256-6wuWQGcw2qX2ttJUkdnOmFGqksHN0Slx2tHd3zzZp4o=";
  };

  vendorHash = "sha256-+wTctpcOTD0Yc95R/VpQ17tGszgxE2AmZcNQ7EC1+ZA=";
}
