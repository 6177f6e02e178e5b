{
  lumis = fetchurl {
    url = "https://example.org/lumis-${version}.tar.gz";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
}
