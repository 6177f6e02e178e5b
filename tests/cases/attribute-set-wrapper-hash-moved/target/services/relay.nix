{ stdenv, fetchgit }:

let
  inherit (import ../lib/fetch.nix { inherit fetchgit; }) fetchForge;
in
stdenv.mkDerivation rec {
  pname = "relay";
  version = "8.1.0";
  src = fetchForge {
    repo = "relay";
    tag = version;
    hash = "sha256-huFATDcbCHIHvp1Ge9OWjQcA0+ZzOpPu26UXjbuDwCQ=";
  };
}
