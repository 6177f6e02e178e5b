{ lib }:
lib.composeManyExtensions [
  (final: prev: {
    linnetVersion = "1.4.2";
    siskinInfo = {
      version = "1.4.2";
    };
    twiteVersion = "2.0.1";
  })
  (final: prev: {
    linnet = prev.fetchurl {
      url = "https://dl.example.org/linnet-${final.linnetVersion}.tar.gz";
      hash = "sha256-rz1YUvSRHq9uWjgednJk90Egr0wiTGXBQ/GVSptC6tM=";
    };
  })
  (final: prev: {
    siskin = prev.fetchurl {
      url = "https://dl.example.org/siskin-${prev.siskinInfo.version}.tar.gz";
      hash = "sha256-BPQ/1J8zdfShLO2gtQqJKuzuBrG9Q/p0iEV1KtvcxMc=";
    };
    twite = prev.fetchurl {
      url = "https://dl.example.org/twite-${final.twiteVersion}.tar.gz";
      hash = "sha256-r+BTGmqtwLhlOq9A+ttPkGCKU4GrUICOfSZj0KS+e/s=";
    };
  })
]
