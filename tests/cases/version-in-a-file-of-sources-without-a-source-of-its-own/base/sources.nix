{
  name = "source";
  version = "1.3.0";
  url = "https://example.org/wren.tar.gz";
  hash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY=";
}
