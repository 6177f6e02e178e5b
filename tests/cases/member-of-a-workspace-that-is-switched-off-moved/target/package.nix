{ buildGoModule }:
buildGoModule {
  pname = "api";
  version = "1.0";
  src = ./.;
  modRoot = "services/api";
  env.GOWORK = "off";
  vendorHash = "sha256-pog9m4RkMAOUJBHXcC/2sDnljqNLxCYj24Yrcwi7Ntg=";
}
