{ mkProvider }:
mkProvider rec {
  owner = "hashicorp"; repo = "terraform-provider-x"; rev = "v1.2.0";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA="; provider-source-address = "registry.terraform.io/x/x";
}
