{ rustPlatform, fetchFromGitHub, inputs }:
rustPlatform.buildRustPackage {
  pname = "loom";
  version = "1.5.0";
  src = inputs.loom;
  cargoHash = "sha256-MyJTLYWJ+VyRKnyVauzVsNiEcmO5AhQ4xyoSYEH2Eug=";
}
