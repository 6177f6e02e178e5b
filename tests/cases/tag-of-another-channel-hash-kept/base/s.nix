{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "acme";
  repo = "shield";
  rev = "beta-1.2.0";
  hash = "sha256-BypibtLWzH1doPzDiPMGe0nJO80jtRCYiM7vxClvU7Y=";
}
