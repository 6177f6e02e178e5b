{ buildGoModule, fetchFromGitHub }:

buildGoModule {
  pname = "linnet";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "linnet";
    repo = "linnet";
    tag = "v1.0";
    sparseCheckout = [
      "cmd"
      "lib"
    ];
    hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
  };
  env = {
    CGO_ENABLED = 0;
    BUILD_DATE = "2026-01-01";
  };
  vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
}
