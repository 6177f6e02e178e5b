{ fetchurl }:
fetchurl {
  url = "https://dl.example.org/twite-2.0.1.tar.gz";
  hash = "sha256-r+BTGmqtwLhlOq9A+ttPkGCKU4GrUICOfSZj0KS+e/s=";
}
