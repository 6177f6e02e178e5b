{
  lib,
  python3Packages,
}:

python3Packages.buildPythonApplication rec {
  pname = "ibisctl";
  version = lib.fileContents ./VERSION;

  src = python3Packages.fetchPypi {
    inherit pname version;
    hash = "sha256-F9xnwIOIv0PjqvgCRQlOBUdp1vjD7A0O1R3l2R9Jw7U=";
  };
}
