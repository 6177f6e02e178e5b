{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "wren";
  repo = "wren";
  rev = "v1.0";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
