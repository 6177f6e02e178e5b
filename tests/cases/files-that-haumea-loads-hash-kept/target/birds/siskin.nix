{ pkgs, root, super }:
{
  src = pkgs.fetchurl {
    url = "https://dl.example.org/siskin-${root.versions.siskin}.tar.gz";
    hash = "sha256-BPQ/1J8zdfShLO2gtQqJKuzuBrG9Q/p0iEV1KtvcxMc=";
  };
  twite = pkgs.fetchurl {
    url = "https://dl.example.org/twite-${super.versions.twite}.tar.gz";
    hash = "sha256-r+BTGmqtwLhlOq9A+ttPkGCKU4GrUICOfSZj0KS+e/s=";
  };
}
