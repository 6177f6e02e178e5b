{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "quay";
  version = "1.3.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "quay";
    tag = "v${version}";
    hash = "sha256-4XnmuLib3dwkQ6JtWwqa3N9Csfow11uM3D6AQ/xttSk=";
  };

  vendorHash = null;
}
