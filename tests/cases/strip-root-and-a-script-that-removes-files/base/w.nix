{ fetchzip }:
fetchzip {
  url = "https://files.example.org/w-1.0.zip";
  hash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY=";
}
