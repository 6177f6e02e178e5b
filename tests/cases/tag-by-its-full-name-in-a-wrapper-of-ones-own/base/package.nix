{ rustPlatform, fetchPort }:
rustPlatform.buildRustPackage rec {
  pname = "whisk";
  version = "2.9.0";
  src = fetchPort {
    port = "whisk";
    rev = "refs/tags/v${version}";
    hash = "sha256-KU2cHBtz9rdfhulINRaQm+YZ7n8OBULrSHSSxmoitnk=";
  };
  cargoHash = "sha256-40IPDdxKTWYxsCfsECsXDGwfxXiTEIelxIGAFv3xlU4=";
}
