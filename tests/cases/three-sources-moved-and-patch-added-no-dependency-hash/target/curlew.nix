{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "curlew";
  version = "1.2.0";
  src = fetchFromGitHub {
    owner = "curlew";
    repo = "curlew";
    tag = "v1.2.0";
    hash = "sha256-ZJtweomVaXpPV2WtIn9iY+2qiNRmnwk50+CoSFLxE78=";
  };
  vendorHash = "sha256-4d3O04UzpMhyU/mxVnQx7qslmBYbw/Wkkj0530X37OY=";
}
