{ pkgs, ... }:
{
  home.packages = [
    (pkgs.lantern.overrideAttrs (old: {
      version = "0.5.10";
      src = pkgs.fetchFromGitHub {
        owner = "lantern";
        repo = "lantern";
        tag = "v0.5.10";
        hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
      };
      tui = old.tui.overrideAttrs (_: {
        vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
      });
      node_modules = old.node_modules.overrideAttrs {
        outputHash = "sha256-YsZqel3XDDFGYYBjw0TlMebUtZ43mAhEPOlis6vWPFo=";
      };
    }))
  ];
}
