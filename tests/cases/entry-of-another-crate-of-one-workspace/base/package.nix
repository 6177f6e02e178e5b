{ rustPlatform, fetchFromGitHub }:

rustPlatform.buildRustPackage {
  pname = "hoopoe";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "hoopoe";
    repo = "hoopoe";
    tag = "v1.0";
    hash = "sha256-X5px6h5tR4xc9RgRe2qzMDufw7CpQVt2lGs8dK08WmI=";
  };
  cargoLock = {
    lockFile = ./Cargo.lock;
    outputHashes = {
      "plume-0.1.0" = "sha256-+Om2KrvdqgRqjHU8t/GGCDpWzNZc2aG3w7qEKgWVKZk=";
    };
  };
}
