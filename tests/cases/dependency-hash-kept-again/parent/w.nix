{ rustPlatform, fetchFromGitHub }:
rustPlatform.buildRustPackage {
  pname = "w";
  version = "1.0";
  src = fetchFromGitHub { owner = "o"; repo = "w"; rev = "v1"; hash = "sha256-6LwWPILu4YczKIx9SsY22zpt6wE+8tN7aDIr4g7cRcw="; };
  cargoHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
