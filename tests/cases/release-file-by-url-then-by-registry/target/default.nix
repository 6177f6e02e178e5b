{ buildPythonPackage, fetchPypi }:
buildPythonPackage rec {
  pname = "Jinja2";
  version = "2.10";
  src = fetchPypi {
    inherit pname version;
    hash = "sha256-+EtMZg4y4eyKvCZpNrW5U2hcUk6T1qAcOBYHtZjOwtM=";
  };
}
