{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "dde-api";
  version = "6.0.7";
  src = fetchFromGitHub {
    owner = "acme";
    repo = pname;
    rev = version;
    hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
  };
  vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
}
