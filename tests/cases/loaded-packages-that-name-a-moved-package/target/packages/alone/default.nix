{ fetchurl }:
{
  src = fetchurl {
    url = "https://example.org/alone-3.1.tar.gz";
    hash = "sha256-+s+LVOXAuMQmuxxL9aAKv+qgZNyJuoKY36DAg3Ru7ls=";
  };
}
