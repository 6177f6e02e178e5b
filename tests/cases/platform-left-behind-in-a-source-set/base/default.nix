{ stdenvNoCC, fetchurl }:

let
  version = "0.8.0";
  inherit (stdenvNoCC.hostPlatform) system;
  hashes = {
    x86_64-linux = "sha256-/asn5l0XMgyJv/Zg0fWTP/Cz1ACGCMyHiN2ttIG5ucw=";
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
