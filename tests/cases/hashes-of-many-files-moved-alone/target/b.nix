{ fetchurl }:
fetchurl {
  url = "https://example.org/releases/24.10.7/b/sums.txt";
  hash = "sha256-qhinGD0joZV2U1SXF+Jh251eEYOWIo2+1SvYe2zbIiA=";
}
