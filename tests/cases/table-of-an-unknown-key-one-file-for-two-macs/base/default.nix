{ buildPythonPackage, fetchPypi, python }:
let
  tag = python.stdenv.hostPlatform.system;
  hashes = {
    x86_64-darwin = "sha256-hlc2ocMKgtxnq6ggNgoBsdnQ2lZDI0zQfE1gsG61MMU=";
    aarch64-darwin = "sha256-jvu+m8Ga0uBDxs2xh8Cg/t3nC2RYRDzgtWSOwEzPTN8=";
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
