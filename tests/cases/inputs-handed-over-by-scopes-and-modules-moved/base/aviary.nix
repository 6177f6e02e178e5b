{ pkgs, linnetTree, ... }:

{
  environment.systemPackages = [
    (pkgs.buildGoModule {
      pname = "linnet";
      version = "0-unstable";
      src = linnetTree;
      vendorHash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY=";
    })
  ];
}
