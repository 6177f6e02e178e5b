{ fetchurl, lib }:
{
  a = fetchurl {
    url = "https://example.org/a-1.tar.gz";
    hash = lib.fakeHash;
  };
  b = 1;
}
