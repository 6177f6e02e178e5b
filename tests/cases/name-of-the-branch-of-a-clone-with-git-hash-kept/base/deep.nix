{ fetchgit, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchgit {
    url = "https://git.example.org/quern.git";
    rev = "refs/tags/v${version}";
    branchName = "master";
    deepClone = true;
    hash = "sha256-dGEcHWRVtTQyOiH4EzpvQ9w6gYjnuUb5bcwo3eky/LI=";
  };
}
