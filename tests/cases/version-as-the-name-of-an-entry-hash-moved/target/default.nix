{ mkCoqDerivation }:

mkCoqDerivation {
  pname = "linnet";
  defaultVersion = "1.5.0";
  release."1.3.0".sha256 = "sha256-P1JM3AehHXxiIL2wSf6N1BsnSDyWzFm1geAi1UcpDWk=";
  release."1.5.0".sha256 = "sha256-+Zj+Bq+gz75z4ESdwrFpgwnhtXFJYPAnsoWDErFSwnU=";
  releaseRev = version: "v${version}";
}
