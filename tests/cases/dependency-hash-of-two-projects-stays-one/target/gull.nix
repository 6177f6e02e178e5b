{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "gull";
  version = "0.4.0";
  src = fetchFromGitHub {
    owner = "shore";
    repo = "gull";
    rev = "v${version}";
    hash = "sha256-JdP4mwQOpZXYw7xSvSw7tOeoEjNjDV21iMPxSEjNS7M=";
  };
  vendorHash = "sha256-GGVrm7frhpgqrCL1KAshqmrlHq8K6OZx667kIrHZqZU=";
}
