{ fetchgit, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchgit {
    url = "https://git.example.org/quern.git";
    rev = "refs/tags/v${version}";
    branchName = "main";
    postFetch = ''
      git -C $out branch --show-current > $out/branch
    '';
    hash = "sha256-Bkgpi0i+AxmWJ3rkchFaRueWTSrDiC5huENR88P4pUc=";
  };
}
