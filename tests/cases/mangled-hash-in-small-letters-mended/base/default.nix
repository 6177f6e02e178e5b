{ fetchurl }:
{
  tide = fetchurl {
    url = "https://example.org/tide-1.0.tar.gz";
    hash = "sha256-u/zufgoehntaxiksrki+r4umktchj57bg3sivm5w+gy=";
  };
}
