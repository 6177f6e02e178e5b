{ lib, buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "quay";
  version = "1.3.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "quay";
    tag = "v${version}";
    hash = lib.fakeHash;
  };

  vendorHash = "";
}
