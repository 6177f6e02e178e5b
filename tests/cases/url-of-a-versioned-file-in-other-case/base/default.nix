{ fetchurl }:
fetchurl {
  url = "https://example.org/godwit/godwit/releases/download/v0.8.1/godwit_0.8.1_amd64.deb";
  hash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik=";
}
