{ lib, buildGoModule }:
lib.mapAttrs (name: _: buildGoModule {
  pname = name; version = "0.1";
  src = ./.;
  subPackages = [ "cmd/${name}" ];
  vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
}) (builtins.readDir ./cmd)
