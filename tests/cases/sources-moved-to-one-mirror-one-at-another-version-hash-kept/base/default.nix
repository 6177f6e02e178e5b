{ fetchurl }:
{
  p0 = fetchurl {
    url = "https://dl.example.org/p0-1.0.zip";
    hash = "sha256-EoS3cdqC7MSIxe78/wtZJztPhhzpg7suZkqFHgpKVbY=";
  };
  p1 = fetchurl {
    url = "https://dl.example.org/p1-1.0.zip";
    hash = "sha256-8BMsJ55x+kmcUBZyVbzRIxi8zN79kwaZzHuAgte9WQw=";
  };
  p2 = fetchurl {
    url = "https://dl.example.org/p2-1.0.zip";
    hash = "sha256-ChcJJjTW1jmqh8V4F8j0TxS3Dj4Sw7BKG1eLjrljm9U=";
  };
  p3 = fetchurl {
    url = "https://dl.example.org/p3-1.0.zip";
    hash = "sha256-GqxrJsq1MIX48AT7X/XhEIv7wEbl7bzH+UDZBK1w/fg=";
  };
  p4 = fetchurl {
    url = "https://dl.example.org/p4-1.0.zip";
    hash = "sha256-Zp+CkaW0PrdGDZBrCtHfS43j3MgLs9I+qR9JLXj0qz8=";
  };
  p5 = fetchurl {
    url = "https://dl.example.org/p5-1.0.zip";
    hash = "sha256-hKwG62blp2d+5Ig6IheEdNOTMhm1Yu3onBVAcO5qPSs=";
  };
}
