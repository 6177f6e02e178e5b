{
  lib,
  buildGoModule,
  linnet-src,
}:

buildGoModule {
  pname = "linnet";
  version = "0-unstable";
  src = lib.cleanSourceWith {
    src = linnet-src;
    filter = path: type: true;
  };
  vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
}
