{ mkDerivation, base, lib }:
mkDerivation {
  pname = "wren";
  version = "2.1.0.0";
  sha256 = "1fs8xspqaxw0p5r4wz0lz3pqd9sdvhirmcriqbxcmg8vr89835ya";
  revision = "1";
  editedCabalFile = "1780kkasxvkkrd52rm4801xbv2rln7hn8ragi4rlln9r00bfh8ry";
  libraryHaskellDepends = [ base ];
  license = lib.licenses.bsd3;
}
