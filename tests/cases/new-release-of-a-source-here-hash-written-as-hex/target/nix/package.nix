{ lib, buildGoModule }:

buildGoModule {
  pname = "lfk";
  version = "0.9.2";
  src = lib.cleanSource ../.;
  vendorHash = "sha256:323bc796aa1e353c6aa609af40aa3e098b4f17cf01c89ad4c1462a3bd167d5d1";
}
