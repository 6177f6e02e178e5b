{ rustPlatform, fetchFromGitHub }:
rustPlatform.buildRustPackage {
  pname = "w";
  version = "1.0";
  src = fetchFromGitHub { owner = "o"; repo = "w"; rev = "v2"; hash = "sha256-rTKIRqoYsyozWBY3RRHKwQY8cEuMV5meUdqfkIKQp6Q="; };
  cargoHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
