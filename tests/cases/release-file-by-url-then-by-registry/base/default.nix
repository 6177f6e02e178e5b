{ buildPythonPackage, fetchurl }:
buildPythonPackage rec {
  pname = "Jinja2";
  version = "2.10";
  src = fetchurl {
    url = "mirror://pypi/j/jinja2/Jinja2-2.10.tar.gz";
    hash = "sha256-+EtMZg4y4eyKvCZpNrW5U2hcUk6T1qAcOBYHtZjOwtM=";
  };
}
