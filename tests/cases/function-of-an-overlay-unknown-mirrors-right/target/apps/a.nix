{ mkApp }:
mkApp {
  pname = "a";
  version = "1.1";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
