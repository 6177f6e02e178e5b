{ mkDerivation, base, lib }:
mkDerivation {
  pname = "wren";
  version = "2.1.0.0";
  sha256 = "1fs8xspqaxw0p5r4wz0lz3pqd9sdvhirmcriqbxcmg8vr89835ya";
  libraryHaskellDepends = [ base ];
  license = lib.licenses.bsd3;
}
