{ fetchurl }:

let
  version = "1.0.1";
  sha256 = "1h44n73n8mjjsg6r0vm393x9cwyg6swh7b6pyxwl66j767ccy04j";
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
