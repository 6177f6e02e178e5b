{
  lib,
  stdenvNoCC,
  fetchFromGitHub,
  bun,
}:

let
  inherit (stdenvNoCC.hostPlatform) system;
in
stdenvNoCC.mkDerivation rec {
  pname = "board-modules";
  version = "1.1.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "board";
    rev = "v${version}";
    hash = "sha256-dIlM7NanD7R9+94yl0Udl5nHykZ3a67474GiMFHls/o=";
  };

  nativeBuildInputs = [ bun ];
  buildPhase = "bun install --frozen-lockfile --no-cache";
  installPhase = "cp -r node_modules $out";

  outputHashMode = "recursive";
  outputHash =
    {
      x86_64-linux = "sha256-JpOHZTEESDWG7WmSLVcixWs1ZUytfKH2EPVodjsDKjc=";
      aarch64-linux = "sha256-wo2bjwtpDrplO01pPsn7AEED0iAeoh717DOhIryOtAM=";
    }
    .${system} or (throw "no hash for ${system}");
}
