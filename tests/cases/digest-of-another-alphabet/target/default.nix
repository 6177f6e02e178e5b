{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "quay";
  version = "1.2.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "quay";
    tag = "v${version}";
    sha256 = "1m5w62va92qvi15bj0pjex4dnyhw82cc3qfwmrpv4vkgzncg46xv";
  };

  vendorHash = "sha256-PrLT6PxT+zc0BYSAf4DDA3aEm6ocN34B9cIeU6bP4gI=";
}
