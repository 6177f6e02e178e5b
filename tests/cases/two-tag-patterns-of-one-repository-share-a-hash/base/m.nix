{ fetchFromGitHub }:
{
  node = fetchFromGitHub { owner = "o"; repo = "mono"; tag = "node/v1.9.0"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
}
