{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "acme";
  repo = "shield";
  rev = "rust-1.70/tool-2.1";
  hash = "sha256-BypibtLWzH1doPzDiPMGe0nJO80jtRCYiM7vxClvU7Y=";
}
