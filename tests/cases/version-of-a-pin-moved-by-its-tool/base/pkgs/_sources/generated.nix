{ fetchgit, fetchurl, fetchFromGitHub, dockerTools }:
{
  words = {
    pname = "words";
    version = "b0696fa63937fa283cf783376c2b90d613545473";
    src = fetchurl {
      url = "https://downloads.example.org/words/words.dict";
      hash = "sha256-40IPDdxKTWYxsCfsECsXDGwfxXiTEIelxIGAFv3xlU4=";
    };
    date = "2024-02-03";
  };
}
