{ self, fetchurl }:
fetchurl {
  url = "https://dl.example.org/linnet-${self.linnetVersion}.tar.gz";
  hash = "sha256-rz1YUvSRHq9uWjgednJk90Egr0wiTGXBQ/GVSptC6tM=";
}
