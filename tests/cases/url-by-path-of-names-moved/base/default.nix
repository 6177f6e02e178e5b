{ lib, stdenv, fetchurl }:
let
  inherit (stdenv.hostPlatform) system;
  urls = {
    x86_64-linux = "https://dl.example.org/jib/0.25.2/jib-linux.tar.gz";
    aarch64-darwin = "https://dl.example.org/jib/0.25.2/jib-darwin.tar.gz";
  };
  hashes = {
    x86_64-linux = "1fs8xspqaxw0p5r4wz0lz3pqd9sdvhirmcriqbxcmg8vr89835ya";
    aarch64-darwin = "1780kkasxvkkrd52rm4801xbv2rln7hn8ragi4rlln9r00bfh8ry";
  };
in
fetchurl {
  url = urls.${system};
  sha256 = hashes.${system};
}
