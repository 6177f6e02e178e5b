{ config, pkgs, ... }:
with config.my.tool;
{
  x = pkgs.fetchurl {
    url = "https://example.org/tool-${version}.tgz";
    hash = "sha256-h7gQBwt8c5aQJoNg6jkkKTaHhwEKVYoYN2QwWNJDfc4=";
  };
}
