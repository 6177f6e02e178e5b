final: prev: {
  linnet = prev.fetchurl {
    url = "https://dl.example.org/linnet-${final.birdVersions.linnet}.tar.gz";
    hash = "sha256-rz1YUvSRHq9uWjgednJk90Egr0wiTGXBQ/GVSptC6tM=";
  };
  twite = prev.fetchurl {
    url = "https://dl.example.org/twite-${final.birdVersions.twite}.tar.gz";
    hash = "sha256-r+BTGmqtwLhlOq9A+ttPkGCKU4GrUICOfSZj0KS+e/s=";
  };
}
