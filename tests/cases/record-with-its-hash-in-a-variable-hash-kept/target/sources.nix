let
  linnetHash = "sha256-rz1YUvSRHq9uWjgednJk90Egr0wiTGXBQ/GVSptC6tM=";
  siskin = "BPQ/1J8zdfShLO2gtQqJKuzuBrG9Q/p0iEV1KtvcxMc=";
  hash = "sha256-Eegd3Ov5E854xt86YO6yrGflgexor/KdsMQNqLzMwRo=";
  hashes = {
    brambling = "sha256-J5XDO/RBwdzD9yJNl017QF1gmzlP9KyNZdgxxaNlbVU=";
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
