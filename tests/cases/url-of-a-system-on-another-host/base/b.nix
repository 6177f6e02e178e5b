{ pkgs, system }:

pkgs.fetchurl {
  url = "https://files.example.org/downloads/v0.0.2/${system}/quern.AppImage";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
