{ fetchgit, fetchurl, fetchFromGitHub, dockerTools }:
{
  words = {
    pname = "words";
    version = "734dc029c5e3b872f250de346fa5708b06220cc0";
    src = fetchurl {
      url = "https://downloads.example.org/words/words.dict";
      hash = "sha256-40IPDdxKTWYxsCfsECsXDGwfxXiTEIelxIGAFv3xlU4=";
    };
    date = "2024-04-20";
  };
}
