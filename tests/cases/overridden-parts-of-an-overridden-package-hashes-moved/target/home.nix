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
        vendorHash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY=";
      });
      node_modules = old.node_modules.overrideAttrs {
        outputHash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk=";
      };
    }))
  ];
}
