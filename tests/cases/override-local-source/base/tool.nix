{ buildGoModule, fetchFromGitHub, withUi ? true }:
buildGoModule (finalAttrs: {
  pname = "tool"; version = "1.2.0";
  src = fetchFromGitHub { owner = "o"; repo = "tool"; tag = "v${finalAttrs.version}"; hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; };
  vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
  subPackages = [ "cmd" ];
})
