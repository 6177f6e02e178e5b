{
 a = {
  x = final: prev: { fooVersion = "1.0"; };
  y = final: prev: { fooVersion = "1.1"; };
  default = final: prev: { foo = final.fetchurl { url = "https://example.org/foo-${final.fooVersion}.tgz"; hash = "sha256-efB2q90Zp1Lbcme//y+QIhYdEg3qkZ/ayi/9/CTKjJY="; }; };
 };
 b.versions = final: prev: { fooVersion = "2.0"; };
}
