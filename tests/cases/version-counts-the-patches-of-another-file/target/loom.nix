{ stdenv, fetchurl }:
stdenv.mkDerivation {
  pname = "loom";
  version = "5.2p3";
  src = fetchurl {
    url = "https://files.example.org/loom-5.2.tar.gz";
    hash = "sha256-eEot311NYbauFXyoAM6Kt2lLcUHcb2UqJgAyPXBqPYY=";
  };
  patches = import ./loom-patches.nix (nr: sha256: fetchurl {
    url = "https://files.example.org/loom52-${nr}";
    inherit sha256;
  });
}
