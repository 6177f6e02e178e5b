{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "tern";
  version = "1.2.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tern";
    rev = "v${version}";
    hash = "sha256-4Wbao2F8lXIaol18zfLUYmw0YCqHCDB40jdi4vAXD28=";
  };
  vendorHash = "sha256-mTxv/eX0emnsJVcpRrukUuef8C4INoSz0WUEWY6Vj7o=";
}
