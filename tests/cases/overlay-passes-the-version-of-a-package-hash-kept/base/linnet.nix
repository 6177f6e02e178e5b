{ fetchurl, linnetVersion, twiteVersion }:
{
  linnet = fetchurl {
    url = "https://dl.example.org/linnet-${linnetVersion}.tar.gz";
    hash = "sha256-rz1YUvSRHq9uWjgednJk90Egr0wiTGXBQ/GVSptC6tM=";
  };
  twite = fetchurl {
    url = "https://dl.example.org/twite-${twiteVersion}.tar.gz";
    hash = "sha256-r+BTGmqtwLhlOq9A+ttPkGCKU4GrUICOfSZj0KS+e/s=";
  };
}
