{ fetchurl }:
{
  src = fetchurl {
    url = "https://a.example.org/v15/wren.zip";
    hash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
  };
}
