{ pkgs, stdenv, zig, fetchurl }:

let
  sources = import ./lon.nix;
in
{
  linnet = pkgs.buildGoModule {
    pname = "linnet";
    version = "0";
    src = sources.linnet;
    vendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
  };
  server = pkgs.caddy.withPlugins {
    plugins = [ "github.com/linnet/caddy@v1.0.0" ];
    hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
  };
  bunting = stdenv.mkDerivation (finalAttrs: {
    pname = "bunting";
    version = "1.0";
    src = fetchurl {
      url = "https://example.org/bunting.tar.gz";
      hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
    };
    deps = zig.fetchDeps {
      inherit (finalAttrs) src pname version;
      fetchAll = true;
      hash = "sha256-WU5RmuSZMSspQzt92Kl/8Gje/LqXVbbV0A6ExSTWewY=";
    };
  });
}
