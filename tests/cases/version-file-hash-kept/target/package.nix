{
  lib,
  python3Packages,
}:

python3Packages.buildPythonApplication rec {
  pname = "ibisctl";
  version = lib.fileContents ./VERSION;

  src = python3Packages.fetchPypi {
    inherit pname version;
    hash = "sha256-as4zHze9g6nllBhoGXu6aqQUTK6lHghlZajtPiVGq2I=";
  };
}
