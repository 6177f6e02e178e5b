{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "dunlin";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "dunlin";
    repo = "dunlin";
    tag = "v1.0.0";
    hash = "sha256-/BRy3uh7A0xcTNEtV9P7mRK1QeqSnf97UrH/N1TtEYE=";
  };
  vendorHash = "sha256-WXqv7fyMmxdFdFQmLM6yN/fE6Kgcbsrks8I5zkH1MsM=";
}
