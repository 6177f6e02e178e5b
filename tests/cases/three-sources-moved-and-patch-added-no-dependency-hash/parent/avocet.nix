{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "avocet";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "avocet";
    repo = "avocet";
    tag = "v1.0.0";
    hash = "sha256-pvjkxKyzCcUMCOTr4VCKk+gEySzfCKjGhkxLRmSfeJ0=";
  };
  vendorHash = "sha256-r4fLwrc0DLR4DQO0+bzuzu49tKDsaYPsf/utiJfWj+c=";
}
