{ fetchFromGitHub, tagOf }:

fetchFromGitHub {
  owner = "bittern";
  repo = "bittern";
  rev = tagOf "1.4.0";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
