{ fetchzip }:

fetchzip {
  url = "https://files.example.org/@version@/quern.zip";
  hash = "@hash@";
}
