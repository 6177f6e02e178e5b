{ pkgs, hostName, lVersion, ... }: { a = pkgs.fetchurl { url = "https://x.org/l-${lVersion}.tgz"; hash = "sha256-QtawkjoRF3l1HORYq7rJJrZf+tkTE21j3yuO8+QGnBA="; }; networking.hostName = hostName; }
