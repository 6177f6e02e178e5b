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
  version = "1.0.0";

  src = fetchFromGitHub {
    owner = "example";
    repo = "board";
    rev = "v${version}";
    hash = "sha256-zyIrTZvp2/NeVAZPDl2YU59Q4Bsb602QO+9AMIt0K9I=";
  };

  nativeBuildInputs = [ bun ];
  buildPhase = "bun install --frozen-lockfile --no-cache";
  installPhase = "cp -r node_modules $out";

  outputHashMode = "recursive";
  outputHash =
    {
      x86_64-linux = "sha256-uz0y643pkdkUA+5GJoCc5Gla09gjJyko8h3tvXlLbCE=";
      aarch64-linux = "sha256-18gtbQXNXa3sBk7jHYTSitkE3lStYQFZBdRR3hZ5Z/g=";
    }
    .${system} or (throw "no hash for ${system}");
}
