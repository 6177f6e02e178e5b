{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "dunlin";
  version = "1.1.0";
  src = fetchFromGitHub {
    owner = "dunlin";
    repo = "dunlin";
    tag = "v1.1.0";
    hash = "sha256-NJnBQMWJyw+hCX2jp8HBlKhQDMHAu0g8Y/162albF38=";
  };
  vendorHash = "sha256-W5FKgsSZ/FWpeImMBl8P0lfbY5PXPU481ShFDf2rUS0=";
}
