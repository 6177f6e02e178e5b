{ fetchurl, birdVersion }:
fetchurl {
  url = "https://dl.example.org/linnet-${birdVersion}.tar.gz";
  hash = "sha256-rz1YUvSRHq9uWjgednJk90Egr0wiTGXBQ/GVSptC6tM=";
}
