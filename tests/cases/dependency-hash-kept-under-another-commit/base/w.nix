{ rustPlatform, fetchFromGitHub }:
rustPlatform.buildRustPackage {
  pname = "w";
  version = "1.0";
  src = fetchFromGitHub { owner = "o"; repo = "w"; rev = "da4b9237bacccdf19c0760cab7aec4a8359010b0"; hash = "sha256-rTKIRqoYsyozWBY3RRHKwQY8cEuMV5meUdqfkIKQp6Q="; };
  cargoHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
