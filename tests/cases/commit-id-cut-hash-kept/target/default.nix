{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "corp";
  repo = "lark";
  rev = "80d5acb695b8c8ef109b49db59af6659";
  hash = "sha256-0ZiM0wGYJPB19hZ34ab1SxYDWGhIjkBRdX3eU63u+A8=";
}
