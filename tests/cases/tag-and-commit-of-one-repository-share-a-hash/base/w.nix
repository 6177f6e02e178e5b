{ fetchFromGitHub }:
{
  a = fetchFromGitHub { owner = "o"; repo = "w"; rev = "v1.0"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
}
