{ fetchurl }:

fetchurl {
  url = "https://downloads.example.org/brazier/v1.2/brazier-x64.zip";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
