{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "quay";
  version = "1.3.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "quay";
    tag = "v${version}";
    hash = "sha256-hDutXZTdclgu2BH14wF4bUqbaVjV8a6S6s+9XmYGSos=";
  };

  vendorHash = "";
}
