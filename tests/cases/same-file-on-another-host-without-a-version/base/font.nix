{ fetchurl }:

fetchurl {
  url = "http://download.example.org/GlyphFiles.zip";
  hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
}
