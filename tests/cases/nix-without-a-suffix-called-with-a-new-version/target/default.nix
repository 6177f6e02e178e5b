{ callPackage }:
{
  shapes = callPackage ./shapes { version = "1.0.0"; };
}
