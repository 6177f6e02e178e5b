{ stdenv, fetchurl, wp_version ? "5.7" }:
let
  hashes = {
    "5.7" = "1780kkasxvkkrd52rm4801xbv2rln7hn8ragi4rlln9r00bfh8ry";
    "5.6" = "1fs8xspqaxw0p5r4wz0lz3pqd9sdvhirmcriqbxcmg8vr89835ya";
  };
in stdenv.mkDerivation rec {
  pname = "wordpress";
  version = wp_version;
  src = fetchurl { url = "https://wordpress.org/wordpress-${version}.tar.gz"; sha256 = hashes.${version}; };
}
