{ rustPlatform, fetchFromGitHub }:
rustPlatform.buildRustPackage rec {
  pname = "kestrel";
  version = "1.5.0";
  src = fetchFromGitHub {
    owner = "example";
    repo = "kestrel";
    tag = "v${version}";
    hash = "sha256-xUuFwdYRD4XwccjrrquY3Nu6kHrlahtmhJEuY4b8FUw=";
  };
  cargoHash = "sha256-xUuFwdYRD4XwccjrrquY3Nu6kHrlahtmhJEuY4b8FUw=";
}
