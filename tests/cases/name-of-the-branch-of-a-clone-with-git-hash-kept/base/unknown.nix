{ fetchgit, keep, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchgit {
    url = "https://git.example.org/quern.git";
    rev = "refs/tags/v${version}";
    branchName = "master";
    leaveDotGit = keep;
    hash = "sha256-C/6TXnDDIcfKOvx1zg0MovmLVCLgCLsxwAxtfx8cCtY=";
  };
}
