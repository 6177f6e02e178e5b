let
  linnetHash = "sha256-fr23rNSXRwwYCIoe3HSlQ3dbAUeNLQGODHKyf1LcgKA=";
  siskin = "I9UrFoLNdSnUzwU2mYa55kUNa5d3jqHjN9RMf0uMD50=";
  hash = "sha256-fCEwlhydr/J8u0dM/7XpZnZJgea+4QWWTNNYAbX81+U=";
  hashes = {
    brambling = "sha256-E9a0Iia+0+AXyBOk1vQOtJD3qE5/ebVxdFmQQrR4RIw=";
    twite = "sha256-r+BTGmqtwLhlOq9A+ttPkGCKU4GrUICOfSZj0KS+e/s=";
  };
in
{
  linnet = {
    version = "1.5.0";
    hash = linnetHash;
  };
  siskin = {
    version = "1.5.0";
    hash = "sha256-${siskin}";
  };
  serin = {
    rev = "9b27e4d05fa1c83367e2d1b04c8f9a6e5d3b1c70";
    inherit hash;
  };
  brambling = {
    version = "1.5.0";
    hash = hashes.brambling;
  };
  twite = {
    version = "2.0.1";
    hash = hashes.twite;
  };
}
