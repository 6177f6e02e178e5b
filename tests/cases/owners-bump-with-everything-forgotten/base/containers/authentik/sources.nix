{
  pkgs ? import <nixpkgs> { },
}:

let
  version = "2026.2.0";
in
{
  inherit version;

  src = pkgs.fetchgit {
    url = "https://forge.eblu.me/mirrors/authentik.git";
    rev = "version/${version}";
    hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=";
  };

  client-go-src = pkgs.fetchgit {
    url = "https://forge.eblu.me/mirrors/authentik-client-go.git";
    rev = "v3.${version}";
    hash = "sha256-DwXw/0QcSDYQKVhPA8tStrSoZooriQex/9FxSJtR/QY=";
  };

  meta = {
    homepage = "https://goauthentik.io/";
    license = pkgs.lib.licenses.mit;
  };
}
