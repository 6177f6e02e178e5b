{ buildGoModule }:

buildGoModule {
  pname = "server";
  version = "1";
  src = ./.;
  modRoot = "two";
  vendorHash = "sha256-JikHLj2dcNiSblz0AnHjTRho9CXmYA47lpnxNlm0EIU=";
}
