{ fetchurl }:
{
  src = fetchurl {
    url = "https://b.example.org/v16/wren.zip";
    hash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
  };
}
