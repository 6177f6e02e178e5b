{ callPackage }:
{
  kestrel = callPackage ./kestrel.in { };
  tern = callPackage ./tern { };
}
