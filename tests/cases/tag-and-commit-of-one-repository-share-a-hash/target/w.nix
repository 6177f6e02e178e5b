{ fetchFromGitHub }:
{
  a = fetchFromGitHub { owner = "o"; repo = "w"; rev = "v1.0"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  dev = fetchFromGitHub { owner = "o"; repo = "w"; rev = "aff024fe4ab0fece4091de044c58c9ae4233383a"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  other = fetchFromGitHub { owner = "o"; repo = "lark"; rev = "07c342be6e560e7f43842e2e21b774e61d85f047"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
}
