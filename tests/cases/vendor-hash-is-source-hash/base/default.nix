{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "g"; version = "1.0.0";
  src = fetchFromGitHub { owner = "o"; repo = "g"; rev = "v${version}"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
}
