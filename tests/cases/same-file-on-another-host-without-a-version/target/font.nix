{ fetchurl }:

fetchurl {
  url = "mirror://sourceforge/glyphs/GlyphFiles.zip";
  hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
}
