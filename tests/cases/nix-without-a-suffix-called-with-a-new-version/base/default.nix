{ callPackage }:
{
  shapes = callPackage ./shapes { version = "0.9.1"; };
}
