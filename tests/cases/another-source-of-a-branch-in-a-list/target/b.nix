{ fetchFromGitHub }:

[
  (fetchFromGitHub {
    owner = "acme";
    repo = "a";
    rev = "main";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  })
  (fetchFromGitHub {
    owner = "acme";
    repo = "b";
    rev = "main";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  })
]
