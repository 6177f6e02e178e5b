{ pkgs, lib, ... }:
{
  programs.chromium.extensions =
    let
      extensionFor = browserVersion: { id, hash, version }: {
        inherit id version;
        crxPath = pkgs.fetchurl {
          url = "https://example.org/update/crx?prodversion=${browserVersion}&x=id%3D${id}";
          name = "${id}.crx";
          inherit hash;
        };
      };
      extension = extensionFor (lib.versions.major pkgs.chromium.version);
    in
    [
      (extension { id = "wren"; version = "1.61.2"; hash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY="; })
      (extension { id = "lark"; version = "3.0"; hash = "sha256-rKyGwOYJypBvYysOLazMsrd9IrBiHyDr7OGkg1uT9vA="; })
    ];
}
