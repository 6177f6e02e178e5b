{ mkCoqDerivation, coq, version ? null }:
mkCoqDerivation {
  pname = "lib"; owner = "o";
  inherit version;
  defaultVersion = "1.2.0";
  release."1.3.0".sha256 = "1fs8xspqaxw0p5r4wz0lz3pqd9sdvhirmcriqbxcmg8vr89835ya";
  release."1.2.0".sha256 = "1fs8xspqaxw0p5r4wz0lz3pqd9sdvhirmcriqbxcmg8vr89835ya";
  release."1.1.0".sha256 = "1780kkasxvkkrd52rm4801xbv2rln7hn8ragi4rlln9r00bfh8ry";
  releaseRev = v: "v${v}";
}
