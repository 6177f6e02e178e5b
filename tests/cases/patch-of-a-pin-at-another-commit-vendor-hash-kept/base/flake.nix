{
  inputs.wren = { url = "github:wren/wren"; flake = false; };
  outputs = { self, wren }: {
    tool = { buildGoModule, fetchFromGitHub }: buildGoModule rec {
      pname = "tool";
      version = "1.4";
      src = fetchFromGitHub { owner = "lark"; repo = "tool"; rev = "v${version}"; hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; };
      patches = [ "${wren}/nix/proxy.patch" ];
      vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
    };
  };
}
