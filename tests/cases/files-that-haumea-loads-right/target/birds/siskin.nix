{ pkgs, root, super }:
{
  src = pkgs.fetchurl {
    url = "https://dl.example.org/siskin-${root.versions.siskin}.tar.gz";
    hash = "sha256-I9UrFoLNdSnUzwU2mYa55kUNa5d3jqHjN9RMf0uMD50=";
  };
  twite = pkgs.fetchurl {
    url = "https://dl.example.org/twite-${super.versions.twite}.tar.gz";
    hash = "sha256-r+BTGmqtwLhlOq9A+ttPkGCKU4GrUICOfSZj0KS+e/s=";
  };
}
