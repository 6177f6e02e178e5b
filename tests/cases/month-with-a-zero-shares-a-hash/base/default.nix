{ fetchFromGitHub }:
{
  lumis_27 = fetchFromGitHub {
    owner = "example";
    repo = "lumis";
    rev = "2024.1";
    hash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY=";
  };
}
