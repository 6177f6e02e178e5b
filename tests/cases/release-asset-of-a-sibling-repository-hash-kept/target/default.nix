{ fetchurl }:
{
  src = fetchurl {
    url = "https://github.com/wren/server/releases/download/v1.1/linux.zip";
    hash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
  };
}
