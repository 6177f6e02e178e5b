{ stdenv, fetchgit }:

stdenv.mkDerivation rec {
  name = "plugin-${version}";
  version = "1.0";
  src = fetchgit {
    url = "https://example.org/plugin.git";
    rev = "v${version}";
    hash = "sha256-DFxujG7cHd8lydzbE5B5cTy8W7Zyzk2b+gGIhMXSSa8=";
  };
}
