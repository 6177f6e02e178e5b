{
  lib,
  stdenv,
  fetchgit,
}:

stdenv.mkDerivation {
  pname = "ember";
  version = "unstable";

  src =
    with lib.importJSON ./source.json;
    fetchgit {
      inherit url rev sha256;
      fetchSubmodules = true;
    };
}
