{ fetchFromGitHub }:

[
  (fetchFromGitHub {
    owner = "acme";
    repo = "a";
    rev = "main";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  })
]
