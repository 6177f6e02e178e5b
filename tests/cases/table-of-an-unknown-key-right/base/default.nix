{ buildPythonPackage, fetchPypi, python }:
let
  tag = "cp${builtins.replaceStrings [ "." ] [ "" ] python.pythonVersion}";
  hashes = {
    cp312 = "sha256-hlc2ocMKgtxnq6ggNgoBsdnQ2lZDI0zQfE1gsG61MMU=";
    cp313 = "sha256-jvu+m8Ga0uBDxs2xh8Cg/t3nC2RYRDzgtWSOwEzPTN8=";
  };
in
buildPythonPackage rec {
  pname = "ray";
  version = "2.9.0";
  format = "wheel";
  src = fetchPypi {
    inherit pname version format;
    python = tag;
    abi = tag;
    hash = hashes.${tag};
  };
}
