{ pkgs, ... }:
{
  home.packages = [
    (pkgs.lantern.overrideAttrs (old: {
      version = "0.6.0";
      src = pkgs.fetchFromGitHub {
        owner = "lantern";
        repo = "lantern";
        tag = "v0.6.0";
        hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
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
