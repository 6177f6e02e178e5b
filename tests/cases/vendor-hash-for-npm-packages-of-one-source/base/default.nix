{ buildGoModule, buildNpmPackage, fetchFromGitHub, fetchNpmDeps, rustPlatform }:
let
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "d";
    tag = "v${version}";
    hash = "sha256-1Y4VhSX6cMxWPjK9cJ7oqnPrRH22ga8+sUOyAQGxnFg=";
  };
  web = buildNpmPackage {
    pname = "web";
    inherit version src;
    npmDepsHash = "sha256-15Z3GIaH57MrQ96dI2Wh/4rm8anj1JRxm+VCOU2Z990=";
  };
in
{
  server = buildGoModule {
    pname = "server";
    inherit version src web;
    vendorHash = "sha256-TNDiGpoHlaFOyapfDn0av/BJJWV3DkPq/fHj6K/tHzM=";
  };
  desk = rustPlatform.buildRustPackage {
    pname = "desk";
    inherit version src;
    cargoHash = "sha256-k8ZTjlpS01lj9KfjmXsLDAhg4zg1sg2amk3HWlGUeEM=";
    npmDeps = fetchNpmDeps {
      inherit src;
      hash = "sha256-XRO8EtTlhO5KZw1CnJbAgBsJ/CgGMETUIZTuYJ9YEFs=";
    };
  };
  # Two packages of one lock have one hash.
  mobile = buildNpmPackage {
    pname = "mobile";
    inherit version src;
    npmDepsHash = "sha256-+jx1kf9gqG08tierLjJKu3PWk1dJho4GeFC4egTNj7g=";
  };
  kiosk = buildNpmPackage {
    pname = "kiosk";
    inherit version src;
    npmDepsHash = "sha256-+jx1kf9gqG08tierLjJKu3PWk1dJho4GeFC4egTNj7g=";
  };
}
