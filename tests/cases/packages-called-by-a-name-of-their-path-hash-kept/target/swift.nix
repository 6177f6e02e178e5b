{ fetchurl, version }:
fetchurl {
  url = "https://dl.example.org/swift-${version}.tar.gz";
  hash = "sha256-SyJ3d9TdH8Ycb4hPSGQdArTRIdP9Moywi1Ux/Kzav4o=";
}
