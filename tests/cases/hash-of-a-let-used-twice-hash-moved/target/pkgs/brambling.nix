{ fetchurl }:

let
  version = "1.0.2";
  sha256 = "1834jcxczn0za5gygcbsyvlygri4mk92mz5y6b4imghg33vykcip";
in
{
  primary = fetchurl {
    url = "https://one.example.org/brambling-${version}.iso";
    inherit sha256;
  };
  mirror = fetchurl {
    url = "https://two.example.org/pub/brambling-${version}.iso";
    inherit sha256;
  };
}
