{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "tern";
  version = "1.3.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tern";
    rev = "v${version}";
    hash = "sha256-MOjxLZ1zC0uXamXkLDvrDYfY4O5iqd94KHw5eNEEEs4=";
  };
  vendorHash = "sha256-GGVrm7frhpgqrCL1KAshqmrlHq8K6OZx667kIrHZqZU=";
}
