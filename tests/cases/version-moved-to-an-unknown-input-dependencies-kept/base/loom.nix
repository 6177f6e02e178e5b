{ rustPlatform, fetchFromGitHub, inputs }:
rustPlatform.buildRustPackage {
  pname = "loom";
  version = "1.4.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "loom";
    rev = "v1.4.0";
    hash = "sha256-x7aKw382RHPpIpNnCOf0PCk90HspUXFWbAf/X+Ak+rk=";
  };
  cargoHash = "sha256-MyJTLYWJ+VyRKnyVauzVsNiEcmO5AhQ4xyoSYEH2Eug=";
}
