{ pkgs, larkVersion, ... }:
{ environment.systemPackages = [ (pkgs.fetchurl { url = "https://x.org/lark-${larkVersion}.tgz"; hash = "sha256-hyc3roEhvBuYTvy9X3kx04IjJjUaMFGKAYxMUCuVxTM="; }) ]; }
