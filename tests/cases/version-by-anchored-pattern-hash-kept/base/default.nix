{ lib, fetchFromGitHub }:
let
  project = builtins.readFile ./pyproject.toml;
  version = lib.head (builtins.match "^.*version = \"([0-9]{1,3}[.][0-9.]+)\".*$" project);
in fetchFromGitHub { owner = "o"; repo = "data"; rev = "v${version}"; hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; }
