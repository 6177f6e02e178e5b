{ fetchurl }:
{
  tide = fetchurl {
    url = "https://example.org/tide-1.0.tar.gz";
    hash = "sha256-U/ZUFGOEHNTAXIKSRKI+R4UMKTCHJ57BG3SIVM5W+GY=";
  };
}
