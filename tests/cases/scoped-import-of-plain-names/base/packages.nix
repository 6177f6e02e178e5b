{
  lumis = fetchurl {
    url = "https://example.org/lumis-1.0.tar.gz";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
}
