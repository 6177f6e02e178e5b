{
  fetchurl,
  stdenv,
  pkgsCross,
}:
{
  same = fetchurl {
    url = "https://example.org/a-1.0-arm64.tgz";
    hash =
      {
        x86_64-linux = "sha256-0vXhYlNFmUGVRYWDuVdUNVdH4oEnYHcy3e7NwqJWfWo=";
      }
      .${stdenv.hostPlatform.system};
  };
  stale = fetchurl {
    url = "https://example.org/b-1.0-x86_64.tgz";
    hash =
      {
        x86_64-linux = "sha256-Zk7zZ6pQ9T3Yt1cJ5lqIu0Rr8xWm2nBvEwKdGaHsLfE=";
      }
      .${stdenv.hostPlatform.system};
  };
}
