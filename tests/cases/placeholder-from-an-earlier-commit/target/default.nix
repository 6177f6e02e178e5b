{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "quay-cli";
  version = "1.2.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "quay";
    tag = "v${version}";
    hash = "sha256-gCtsWYScbkft1AG03vE3aTpazUiU7z5R5r+9XmYGSos=";
  };

  vendorHash = "";
}
