{ self, pkgs }:
pkgs.fetchurl {
  url = "https://example.org/t-${self.lib.ownVersion}.tgz";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
