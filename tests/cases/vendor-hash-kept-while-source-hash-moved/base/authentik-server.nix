{ pkgs }:

pkgs.buildGoModule rec {
  pname = "authentik-server";
  version = "2026.5.2";

  src = pkgs.fetchFromGitHub {
    owner = "goauthentik";
    repo = "authentik";
    tag = "version/${version}";
    hash = "sha256-lMcngIp34noWd2nNiyK0AZtdrbXjwIQhiqwwftfUpNQ=";
  };

  vendorHash = "sha256-YxCa4cEG391wPB5WAFSXKgr440ZgcdlXM1sIYCkLeus=";
  subPackages = [ "cmd/server" ];
}
