{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "relay";
  version = "1.8.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "relay";
    tag = "v${version}";
    hash = "sha256-tMzmpAyE3KyxQH39zV8rXF2Usk6aCkn9SdtW0ofLRGY=";
  };

  vendorHash = "sha256-nHLKs0cFxuPVMO+2Rg1lmVCueN/Baot59MQGp8cI0P0=";
}
