{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "quay";
  version = "1.2.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "quay";
    tag = "v${version}";
    hash = "sha256-gCtsWYScbkft1AG03vE3aTpazUiU7z5R5r+9XmYGSos=";
  };

  vendorHash = "sha256-PrLT6PxT+zc0BYSAf4DDA3aEm6ocN34B9cIeU6bP4gI=";
}
