{ lib, fetchurl }:
let
  parts = builtins.split "version = \"([^\"]*)\"" (builtins.readFile ./app.toml);
  version = builtins.head (builtins.elemAt parts 1);
in fetchurl { url = "https://e.org/t-${version}.tgz"; hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; }
