{ fetchFromGitHub }:
{
  p0 = fetchFromGitHub { owner = "o"; repo = "p0"; rev = "v1.0"; hash = "sha256-6imv9Pdjodu+RrxRT8sbMKMkKwekdxF/x54uR2yU5Ek="; };
  p1 = fetchFromGitHub { owner = "o"; repo = "p1"; rev = "v1.0"; hash = "sha256-A+B2mxCIau8P8hcIUd1n1BdVyHA3xDGdmQHn/fUYxIU="; };
  p2 = fetchFromGitHub { owner = "o"; repo = "p2"; rev = "v1.0"; hash = "sha256-rUBjvXiN624zw4J3g4GXoJrqbEyU6tf7lI2h9rrER+4="; };
  p3 = fetchFromGitHub { owner = "o"; repo = "p3"; rev = "v1.0"; hash = "sha256-q2fuwjlbnzlJO6xtmz+4HHxLp/vX8Mc72E55cDUtNVM="; };
  p4 = fetchFromGitHub { owner = "o"; repo = "p4"; rev = "v1.0"; hash = "sha256-5d8Rg+Wyx8EkttGm/6knN08yhJR3sPbkdgH+7N6374U="; };
  p5 = fetchFromGitHub { owner = "o"; repo = "p5"; rev = "v1.0"; hash = "sha256-wQhLWGXQtawXo3uFih2WqMwpsVL/cRG1+DC3R25JZCg="; };
}
