{ fetchFromGitHub, lark }:

let
  rev = "d92b50ab55731c54e6a92bc0c157e3747273aa80";
  hash = "sha256-rKyGwOYJypBvYysOLazMsrd9IrBiHyDr7OGkg1uT9vA=";
in
lark.overrideAttrs (
  finalAttrs: previous: {
    version = "3.1.0-unstable-2026-05-20";
    src = fetchFromGitHub {
      inherit hash rev;
      inherit (previous.src) owner repo;
    };
  }
)
