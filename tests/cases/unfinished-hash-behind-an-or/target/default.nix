{ fetchurl, old }:
{
  source = old.src or (fetchurl {
    url = "https://example.org/dunlin-1.0.tar.gz";
    sha256 = "todo";
  });
  hash = fetchurl {
    url = "https://example.org/eider-1.0.tar.gz";
    sha256 = old.sha256 or "unset";
  };
}
