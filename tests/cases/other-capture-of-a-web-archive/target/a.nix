{ fetchurl }:
fetchurl {
  url = "https://web.archive.org/web/20240506010203if_/https://files.example.org/bellows.zip";
  hash = "sha256-RehGNbxIA8XMXUVseYoT03p/0YT3awErAcAWdtXORsA=";
}
