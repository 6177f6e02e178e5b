{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "wren";
  repo = "wren";
  rev = "refs/pull/140/head";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
