{ fetchurl }:
{
  x86_64-linux = fetchurl {
    url = "https://example.org/lark/v1.2.0/lark-x86_64.tar.gz";
    hash = "sha256-0ZiM0wGYJPB19hZ34ab1SxYDWGhIjkBRdX3eU63u+A8=";
  };
  aarch64-linux = fetchurl {
    url = "https://example.org/lark/v1.2.0/lark-aarch64.tar.gz";
    hash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
  };
}
