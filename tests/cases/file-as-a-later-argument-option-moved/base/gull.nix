{ fetchurl, version }:
fetchurl {
  url = "https://example.org/gull-${version}.tar.gz";
  hash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik=";
}
