{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "quay";
  version = "1.2.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "quay";
    tag = "v${version}";
    sha256 = "0000000000000000000000000000000000000000000000000000000000000000";
  };

  vendorHash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
}
