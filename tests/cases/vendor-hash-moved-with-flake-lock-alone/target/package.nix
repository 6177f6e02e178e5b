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

  vendorHash = "sha256-fdJi3Q6Qq3caZZFn2QDSjt6jsbpl+XNAd0v2HFSfxLo=";
}
