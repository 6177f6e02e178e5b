{ fetchurl, versions }:
fetchurl {
  url = "https://example.org/web-${versions.web}.tar.gz";
  hash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY=";
}
