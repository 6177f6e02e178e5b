{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "godwit";
  src = fetchFromGitHub {
    owner = "godwit";
    repo = "godwit";
    tag = "v1.0.0";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  vendorHash = "sha256-O+L7MlMKhFiXK4Ke/tj4CaqCQioVXsbpkxJijHsTIxU=";
}
