{ fetchurl }:
fetchurl {
  url = "https://example.org/kestrel-1.4.tar.gz";
  hash = "sha256-FsIqUVFUaq509gd8ikG3dzpWRwQ6JxyUtyxHiK6xfDc=";
}
