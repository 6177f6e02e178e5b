{ fetchurl }:

fetchurl {
  url = "https://git.example/lark-org/places/raw/main/cities.csv.gz";
  hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
}
