{ fetchzip }:
fetchzip {
  url = "https://www.example.org/get?id=42&version=1.0#/tool-src.tar.gz";
  hash = "sha256-WU5RmuSZMSspQzt92Kl/8Gje/LqXVbbV0A6ExSTWewY=";
  stripRoot = false;
}
