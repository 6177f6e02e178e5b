{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "bittern";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "bittern";
    repo = "bittern";
    tag = "v1.0.0";
    hash = "sha256-A/uYtS0TsaG7GqZ9NNmbe57MN9fMOkO0pTp4Hn8U1Vc=";
  };
  vendorHash = "sha256-Kf1AE886ePN06RlvuTdYI62FPfwgtl5Wpg0N48KjCcc=";
}
