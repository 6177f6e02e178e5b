{ fetchurl }:
fetchurl {
  url = "https://web.archive.org/web/20220203112233/https://files.example.org/bellows.zip";
  hash = "sha256-CDMRWfHIrgN7iDSOlbQiYPTGie7z65wFxfvfEchrqfk=";
}
