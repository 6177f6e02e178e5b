{ fetchurl }:
fetchurl {
  url = "https://raw.githubusercontent.com/wren/wren/v1.1/yarn.lock";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
