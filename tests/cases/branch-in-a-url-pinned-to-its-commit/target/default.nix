{ fetchurl }:

fetchurl {
  url = "https://git.example/lark-org/places/raw/0359bf3c26c50ba5a4aa4c7e14e6ea3b4e4b8c11/cities.csv.gz";
  hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
}
