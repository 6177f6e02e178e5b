{ fetchFromGitHub, tagOf }:

fetchFromGitHub {
  owner = "bittern";
  repo = "bittern";
  rev = "v${tagOf "1.5.0"}";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
