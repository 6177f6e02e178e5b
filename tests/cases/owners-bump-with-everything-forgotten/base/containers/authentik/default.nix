{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
}:

let
  # CI reads this line.
  version = "2026.2.0";

  python-deps = import ./python-deps.nix { inherit pkgs sources; };
  webui-deps = import ./webui-deps.nix { inherit pkgs sources; };
  authentik-django = import ./authentik-django.nix { inherit pkgs sources python-deps; };
  authentik-server = import ./authentik-server.nix { inherit pkgs sources authentik-django; };
in
pkgs.dockerTools.buildLayeredImage {
  name = "authentik";
  tag = "v${version}";
  contents = [
    authentik-server
    authentik-django
    webui-deps
  ];
}
