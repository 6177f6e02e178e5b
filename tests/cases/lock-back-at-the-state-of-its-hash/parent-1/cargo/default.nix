{ rustPlatform }:
rustPlatform.buildRustPackage {
  pname = "sieve";
  version = "0.2.0";
  src = ./.;
  cargoHash = "sha256-WhcsqlivGrh7ThjOf/RKSxZFgQjWl7hKcv8fI7mL9d4=";
}
