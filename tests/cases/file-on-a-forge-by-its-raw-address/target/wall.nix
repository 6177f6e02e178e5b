{ fetchurl }:

fetchurl {
  url = "https://raw.githubusercontent.com/example/art/main/4k/Waves%201.png";
  hash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY=";
}
