{ lib, fetchurl }:
let
  version = builtins.elemAt (builtins.match ".*__version__ = \"([^\"]+)\".*" (builtins.readFile ./app.txt)) 0;
in fetchurl { url = "https://e.org/t-${version}.tgz"; hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; }
