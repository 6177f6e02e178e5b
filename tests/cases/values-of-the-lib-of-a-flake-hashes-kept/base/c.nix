{ self, pkgs }:
pkgs.fetchurl {
  url = "https://example.org/t-${self.lib.stableVersion}.tgz";
  hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
}
