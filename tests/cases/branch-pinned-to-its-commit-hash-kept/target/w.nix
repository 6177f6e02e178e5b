{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "o";
  repo = "w";
  rev = "aff024fe4ab0fece4091de044c58c9ae4233383a";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
