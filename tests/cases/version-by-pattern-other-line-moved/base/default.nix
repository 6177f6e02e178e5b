{ lib, fetchurl }:
let version = builtins.head (builtins.match ".*TOOL_VERSION=([0-9.]+).*" (builtins.readFile ./Dockerfile));
in fetchurl { url = "https://e.org/t-${version}.tgz"; hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; }
