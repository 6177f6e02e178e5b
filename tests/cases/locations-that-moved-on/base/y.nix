{ fetchFromGitHub }:
{
  src = fetchFromGitHub {
    owner = "two";
    repo = "lathe";
    rev = "v1.0";
    hash = "sha256-PznVw0jlt50G6ELBFObMVxWDu/ROSw6/2hoB7AV0XUM=";
  };
}
