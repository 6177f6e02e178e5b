# read by update.sh and by the image builder
{
  version = "3.1.0";
  rev = "v3.1.0";
  sha256 = "1iq11c7f013qj6dgpq5wbb6qhh97x57bpi2i6fi8vib0wwfaiv7s";
  vendorHash = "sha256-z9+tIfFAMKwZ+F5QHIX5ZiUV3182Hodt42Un5juIO/w=";
}
