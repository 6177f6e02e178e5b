{ fetchgit, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchgit {
    url = "https://git.example.org/quern.git";
    rev = "refs/tags/v${version}";
    branchName = "master";
    fetchTags = true;
    hash = "sha256-l4wviUE1TPVSgxu4tbZIuzdI6D9dCmnjMBVprwHh3pM=";
  };
}
