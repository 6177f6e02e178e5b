{ mkPlugin }:
mkPlugin {
  slug = "wren";
  upload = "40021";
  checksum = "1fs8xspqaxw0p5r4wz0lz3pqd9sdvhirmcriqbxcmg8vr89835ya";
}
