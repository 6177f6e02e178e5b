{
  stdenv,
  fetchFromGitHub,
  lib,
}:

let
  release = lib.importTOML ./release.toml;
  version = release.version;
in
stdenv.mkDerivation {
  pname = "heron";
  inherit version;

  src = fetchFromGitHub {
    owner = release.owner or "heron-project";
    repo = "heron";
    rev = release.rev or "heron-${version}";
    hash = release.hash;
  };
}
