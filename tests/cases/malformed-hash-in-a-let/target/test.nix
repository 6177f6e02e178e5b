{ lib, f, fetchurl }:

let
  secret = "vm";
  hash = "70cc2860c2371bf7872597545f76774c";
in
{
  testHash = {
    expr = f secret;
    src = fetchurl { url = "https://example.org/a-1.0.tar.gz"; sha256 = hash; };
  };
}
