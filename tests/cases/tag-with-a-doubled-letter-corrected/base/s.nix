{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "acme";
  repo = "shield";
  rev = "vv2.0.0";
  hash = "sha256-BypibtLWzH1doPzDiPMGe0nJO80jtRCYiM7vxClvU7Y=";
}
