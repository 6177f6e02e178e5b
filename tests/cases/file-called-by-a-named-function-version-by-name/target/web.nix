{ fetchurl, version }:
fetchurl {
  url = "https://example.org/web-${version}.tar.gz";
  hash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY=";
}
