{ fetchurl }:
{
  tide = fetchurl {
    url = "https://example.org/tide-1.0.tar.gz";
    hash = "sha256-u/zUFgoehnTaxiKSrki+R4UmKtcHj57BG3SiVM5w+gY=";
  };
}
