{
  pkgs ? import <nixpkgs> { },
}:

let
  version = "2026.2.1";
in
{
  inherit version;

  src = pkgs.fetchgit {
    url = "https://forge.eblu.me/mirrors/authentik.git";
    rev = "version/${version}";
    hash = "sha256-/vRPfsYIDu+Wom54BVwVK67gD30G3UCRQcgdtaohb0g=";
  };

  client-go-src = pkgs.fetchgit {
    url = "https://forge.eblu.me/mirrors/authentik-client-go.git";
    rev = "v3.${version}";
    hash = "sha256-gVgQ9lJY3ywVrwKNzPBCekkioQ5UiDw0YC+mPm3DRC8=";
  };

  meta = {
    homepage = "https://goauthentik.io/";
    license = pkgs.lib.licenses.mit;
  };
}
