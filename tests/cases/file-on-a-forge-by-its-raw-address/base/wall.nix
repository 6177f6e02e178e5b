{ fetchurl }:

fetchurl {
  url = "https://github.com/example/art/blob/main/4k/Waves%201.png?raw=true";
  hash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY=";
}
