{ stdenv, fetchgit }:

stdenv.mkDerivation {
  name = "probe";
  src = (import ../lib/fetch.nix { inherit fetchgit; }).fetchForge {
    repo = "probe";
    tag = "1.0";
    hash = "sha256-upxzbxnn9gt/Z2StsLeQjAorOU4JtsCYY1KMfyvIYJU=";
  };
}
