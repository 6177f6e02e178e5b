{ rustPlatform, fetchFromGitHub }:

rustPlatform.buildRustPackage {
  pname = "hoopoe";
  version = "1.1";
  src = fetchFromGitHub {
    owner = "hoopoe";
    repo = "hoopoe";
    tag = "v1.1";
    hash = "sha256-sftleDxWdk3qe1TQP5lVHDC4iE+LyCe/T5rNQDH9QtY=";
  };
  cargoLock = {
    lockFile = ./Cargo.lock;
    outputHashes = {
      "plume-core-0.2.0" = "sha256-+Om2KrvdqgRqjHU8t/GGCDpWzNZc2aG3w7qEKgWVKZk=";
    };
  };
}
