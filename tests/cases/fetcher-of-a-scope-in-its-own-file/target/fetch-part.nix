{ fetchurl, release }:
{ part, hash }:
fetchurl {
  url = "https://dl.example.org/suite/${release}/${part}.tar.gz";
  inherit hash;
}
