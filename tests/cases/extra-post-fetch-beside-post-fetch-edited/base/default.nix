{ fetchzip }:
fetchzip {
  url = "https://example.org/tide-1.0.tar.gz";
  hash = "sha256-WU5RmuSZMSspQzt92Kl/8Gje/LqXVbbV0A6ExSTWewY=";
  extraPostFetch = "rm $out/a";
  postFetch = "rm $out/c";
}
