{ buildPythonPackage, fetchPypi, python }:
let
  tag = "cp${builtins.replaceStrings [ "." ] [ "" ] python.pythonVersion}";
  hashes = {
    cp312 = "sha256-EVB6Di9eadXfpApiob17buV+a82FxnybhDGzb/8hxDc=";
    cp313 = "sha256-EVB6Di9eadXfpApiob17buV+a82FxnybhDGzb/8hxDc=";
  };
in
buildPythonPackage rec {
  pname = "ray";
  version = "2.10.0";
  format = "wheel";
  src = fetchPypi {
    inherit pname version format;
    python = tag;
    abi = tag;
    hash = hashes.${tag};
  };
}
