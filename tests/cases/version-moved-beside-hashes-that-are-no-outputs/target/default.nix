{ stdenv, fetchurl }:

stdenv.mkDerivation rec {
  pname = "linnet";
  version = "1.1";
  src = fetchurl {
    url = "https://example.org/${version}/linnet.tar.gz";
    hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
  };
  env.ASSETS_SHA256 = "sha256-P3m7e0NbBTIWUdrv03TNxoHcBvqmXjdOODN7iMoEbeo=";
  passthru = {
    tests.data = "sha256-FI3pxaekTRnlbNmuGlVL9nhHr7DFj24S+imsfd/KmUA=";
    expectedHash = "sha256-jjXCzTv2ZBvbDiBQt2kyy7LmA0oN2swdm+qCprpX988=";
  };
  meta.checksum = "sha256-YsZqel3XDDFGYYBjw0TlMebUtZ43mAhEPOlis6vWPFo=";
}
