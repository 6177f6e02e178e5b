{ fetchurl }:
{
  x86_64-linux = fetchurl {
    url = "https://example.org/lark/v1.2.0/lark-x86_64.tar.gz";
    hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
  };
  aarch64-linux = fetchurl {
    url = "https://example.org/lark/v1.2.0/lark-aarch64.tar.gz";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
}
