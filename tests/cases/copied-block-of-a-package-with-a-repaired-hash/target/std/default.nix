{ buildPythonPackage, fetchPypi }:

buildPythonPackage rec {
  pname = "std";
  version = "1.2";
  src = fetchPypi {
    inherit pname version;
    hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
  };
}
