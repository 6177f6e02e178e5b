{
  inputs.nixpkgs = { url = "github:nixpkgs/nixpkgs"; flake = false; };
  outputs = { self, nixpkgs }: {
    tool = { buildGoModule, fetchFromGitHub }: buildGoModule rec {
      pname = "tool";
      version = "1.4";
      src = fetchFromGitHub { owner = "lark"; repo = "tool"; rev = "v${version}"; hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; };
      patches = [ "${nixpkgs}/pkgs/tool/proxy.patch" ];
      vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
    };
  };
}
