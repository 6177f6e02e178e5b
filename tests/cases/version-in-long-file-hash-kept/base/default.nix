{ lib, fetchurl }:
let
  text = builtins.readFile ./CMakeLists.txt;
  version = lib.head (builtins.match ".*project\\(app[[:space:]]+VERSION ([0-9.]+).*" text);
in fetchurl { url = "https://example.org/t-${version}.tgz"; hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; }
