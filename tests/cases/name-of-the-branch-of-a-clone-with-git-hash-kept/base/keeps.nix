{ fetchgit, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchgit {
    url = "https://git.example.org/quern.git";
    rev = "refs/tags/v${version}";
    branchName = "master";
    leaveDotGit = true;
    hash = "sha256-MI9AcBgzxWbjPrGruwGlKJQ/xQ0SX+tQb9Kd7Vyv3mE=";
  };
}
