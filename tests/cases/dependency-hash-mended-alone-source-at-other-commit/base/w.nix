{ rustPlatform, fetchFromGitHub }:
rustPlatform.buildRustPackage {
  pname = "w";
  version = "unstable";
  src = fetchFromGitHub { owner = "o"; repo = "w"; rev = "ad782ecdac770fc6eb9a62e44f90873fb97fb26b"; hash = "sha256-rTKIRqoYsyozWBY3RRHKwQY8cEuMV5meUdqfkIKQp6Q="; };
  cargoHash = "sha256-54gQPuFTGPzSr5tztOu7M6kDsCDeezB9cfX+0PQz5Ug=";
}
