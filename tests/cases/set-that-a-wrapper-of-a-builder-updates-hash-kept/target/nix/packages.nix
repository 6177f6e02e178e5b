{ pkgs, self, version }:
let
  common = {
    inherit version;
    src = pkgs.lib.cleanSource self;
    vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
    env.CGO_ENABLED = 0;
    ldflags = [ "-X main.version=${version}" ];
  };
  mk = name: extra: pkgs.buildGoModule (common // { pname = name; subPackages = [ "cmd/${name}" ]; } // extra);
in
{
  server = mk "server" { };
  agent = mk "agent" { tags = [ "netgo" ]; };
  ctl = mk "ctl" { postInstall = "installShellCompletion"; nativeBuildInputs = [ pkgs.installShellFiles ]; };
}
