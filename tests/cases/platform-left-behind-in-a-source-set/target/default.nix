{ stdenvNoCC, fetchurl }:

let
  version = "0.9.0";
  inherit (stdenvNoCC.hostPlatform) system;
  hashes = {
    x86_64-linux = "sha256-Q+Ep8g0YC103Xa043kpO2Mfa+C4VbDGf5JR43tZAGcg=";
    aarch64-darwin = "sha256-eE5bmNqlXePy3TmBY7f37bPCG6vg/OP7DS84oft4d5I=";
  };
in
stdenvNoCC.mkDerivation {
  pname = "plumb";
  inherit version;

  src = fetchurl {
    url = "https://downloads.example.org/plumb/v${version}/plumb-${system}.tar.gz";
    hash = hashes.${system};
  };

  sourceRoot = ".";
  installPhase = "install -D plumb $out/bin/plumb";
}
