{ pkgs }:

rec {
  version = "2026.5.2";

  src = pkgs.fetchFromGitHub {
    owner = "goauthentik";
    repo = "authentik";
    tag = "version/${version}";
    hash = "sha256-lMcngIp34noWd2nNiyK0AZtdrbXjwIQhiqwwftfUpNQ=";
  };
}
