{ fetchPypi, python3Packages, fetchurl }:
python3Packages.buildPythonPackage rec { pname = "acme"; version = "1.2.0"; src = fetchurl { url = "mirror://pypi/a/acme/acme-${version}.tar.gz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }; }
