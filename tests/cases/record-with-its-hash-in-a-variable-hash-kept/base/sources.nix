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
    version = "1.4.2";
    hash = linnetHash;
  };
  siskin = {
    version = "1.4.2";
    hash = "sha256-${siskin}";
  };
  serin = {
    rev = "3f1c9a0d7be45c2186f0aa9d3b7c55e1f2d4a6b8";
    inherit hash;
  };
  brambling = {
    version = "1.4.2";
    hash = hashes.brambling;
  };
  twite = {
    version = "2.0.1";
    hash = hashes.twite;
  };
}
