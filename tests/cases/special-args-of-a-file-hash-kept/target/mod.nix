{ pkgs, versions, ... }:
{
  environment.systemPackages = [ (pkgs.fetchurl { url = "https://e.org/x-${versions.x}.tgz"; hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE="; }) ];
}
