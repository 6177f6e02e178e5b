{ stdenv, fetchgit }:

let
  inherit (import ../lib/fetch.nix { inherit fetchgit; }) fetchForge;
in
stdenv.mkDerivation rec {
  pname = "relay";
  version = "8.0.2";
  src = fetchForge {
    repo = "relay";
    tag = version;
    hash = "sha256-aC+64g80KLzsTBF8V76hjUOMR1jZcpCbQdviKITg1rg=";
  };
}
