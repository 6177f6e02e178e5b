{ pkgs, system }:

pkgs.fetchurl {
  url = "https://s3.example.net/quern/releases/v0.0.3/${system}/quern.AppImage";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
