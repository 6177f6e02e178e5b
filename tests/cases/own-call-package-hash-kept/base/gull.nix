{ fetchurl, release }:
fetchurl {
  url = "https://example.org/gull-${release.gull}.tar.gz";
  hash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik=";
}
