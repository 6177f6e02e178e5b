{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "avocet";
  version = "1.1.0";
  src = fetchFromGitHub {
    owner = "avocet";
    repo = "avocet";
    tag = "v1.1.0";
    hash = "sha256-pEC2ZKCRk5PczGVQma3PEx13lBg9WMgW6Q1pGxPc/58=";
  };
  vendorHash = "sha256-bMergC4BguC5W4XGFc9jgey69L5QG2vbO+dVWk97Ipw=";
}
