{ pkgs, versions, ... }:
{ environment.systemPackages = [ (pkgs.fetchurl { url = "https://x.org/lark-${versions.lark}.tgz"; hash = "sha256-hyc3roEhvBuYTvy9X3kx04IjJjUaMFGKAYxMUCuVxTM="; }) ]; }
