{ fetchurl, release }:
fetchurl {
  url = "https://example.org/t-${release}.tgz";
  hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
}
