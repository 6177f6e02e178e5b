{ lib }:
lib.composeManyExtensions [
  (final: prev: {
    linnetVersion = "1.5.0";
    siskinInfo = {
      version = "1.5.0";
    };
    twiteVersion = "2.0.1";
  })
  (final: prev: {
    linnet = prev.fetchurl {
      url = "https://dl.example.org/linnet-${final.linnetVersion}.tar.gz";
      hash = "sha256-fr23rNSXRwwYCIoe3HSlQ3dbAUeNLQGODHKyf1LcgKA=";
    };
  })
  (final: prev: {
    siskin = prev.fetchurl {
      url = "https://dl.example.org/siskin-${prev.siskinInfo.version}.tar.gz";
      hash = "sha256-I9UrFoLNdSnUzwU2mYa55kUNa5d3jqHjN9RMf0uMD50=";
    };
    twite = prev.fetchurl {
      url = "https://dl.example.org/twite-${final.twiteVersion}.tar.gz";
      hash = "sha256-r+BTGmqtwLhlOq9A+ttPkGCKU4GrUICOfSZj0KS+e/s=";
    };
  })
]
