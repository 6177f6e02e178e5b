{ fetchurl }:
fetchurl {
  url = "https://web.archive.org/web/20240506010203/https://files.example.org/bellows2.zip";
  hash = "sha256-CDMRWfHIrgN7iDSOlbQiYPTGie7z65wFxfvfEchrqfk=";
}
