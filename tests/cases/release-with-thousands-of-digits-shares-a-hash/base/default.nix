{ fetchFromGitHub }:
{
  lumis_27 = fetchFromGitHub {
    owner = "example";
    repo = "lumis";
    rev = "v27.1.3";
    hash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY=";
  };
}
