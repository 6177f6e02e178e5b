{
  buildGoModule,
  fetchFromGitHub,
  release,
}:

buildGoModule {
  pname = "linnet";
  inherit (release) version;
  src = fetchFromGitHub {
    owner = "linnet";
    repo = "linnet";
    inherit (release) rev;
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
}
