{ buildGoModule }:
buildGoModule {
  pname = "api";
  version = "1.0";
  src = ./services/api;
  vendorHash = "sha256-pog9m4RkMAOUJBHXcC/2sDnljqNLxCYj24Yrcwi7Ntg=";
}
