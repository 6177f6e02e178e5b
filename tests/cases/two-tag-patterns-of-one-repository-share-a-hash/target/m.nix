{ fetchFromGitHub }:
{
  node = fetchFromGitHub { owner = "o"; repo = "mono"; tag = "node/v1.9.0"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  batcher = fetchFromGitHub { owner = "o"; repo = "mono"; tag = "batcher/v1.9.0"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  older = fetchFromGitHub { owner = "o"; repo = "mono"; tag = "node/v1.8.0"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
}
