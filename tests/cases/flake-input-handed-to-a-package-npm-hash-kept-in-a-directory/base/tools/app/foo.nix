{ buildNpmPackage, src }:

buildNpmPackage {
  pname = "foo-web";
  version = "unstable";
  inherit src;
  npmDepsHash = "sha256-wPKxXcCNp5VijhupjvwXKpwg5JfTM2Wi0eGXXujUD7c=";
}
