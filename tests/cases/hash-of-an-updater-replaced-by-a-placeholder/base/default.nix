{ pkgs }:
{
  node-modules-updater = pkgs.buildGoModule {
    pname = "x";
    version = "1";
    src = ./.;
    vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
  };
}
