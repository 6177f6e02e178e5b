{ fetchurl }:

fetchurl {
  url = "https://mirror.example.net/pub/brazier/v1.3/brazier-x64.zip";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
