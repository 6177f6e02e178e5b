{ mkApp }:
mkApp {
  name = "dunlin";
  stamp = "b1300";
  sum = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
