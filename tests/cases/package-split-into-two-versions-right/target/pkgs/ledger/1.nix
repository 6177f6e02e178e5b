{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "ledger";
  version = "1.4.0";

  src = fetchFromGitHub {
    owner = "acme";
    repo = "ledger";
    rev = "v${version}";
    hash = "sha256-5N0FBLfBpCI3tZKGE8xmlDdzbMeZ3bmkoCC1iDoU184=";
  };

  vendorHash = "sha256-O/wmlZTvZJIo6adLqwDwQu/JHVrMb77jGjgugNQjiP4=";
}
