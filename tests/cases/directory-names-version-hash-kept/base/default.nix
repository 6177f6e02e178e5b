{ lib, fetchurl }:
let version = builtins.head (builtins.attrNames (builtins.readDir ./versions));
in fetchurl { url = "https://e.org/x-${version}.tgz"; hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE="; }
