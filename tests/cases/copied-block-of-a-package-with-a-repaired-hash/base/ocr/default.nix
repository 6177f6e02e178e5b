{ buildPythonPackage, fetchPypi }:

buildPythonPackage rec {
  pname = "ocr";
  version = "2.2";
  src = fetchPypi {
    inherit pname version;
    hash = "sha256-iBCtWB5Z8rw5KLJhcHpxMI9+E56wSCA2bcTVwY2YAiU=";
  };
}
