{ fetchFromGitHub, stdenv }:

let
  manifest = builtins.fromTOML (builtins.readFile ./dunlin.toml);
  inherit (manifest.source) tag sri;
in
stdenv.mkDerivation {
  pname = "dunlin";
  version = manifest.package.version;
  src = fetchFromGitHub {
    owner = "dunlin";
    repo = "dunlin";
    inherit tag;
    hash = sri;
  };
}
