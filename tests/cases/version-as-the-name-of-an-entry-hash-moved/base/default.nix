{ mkCoqDerivation }:

mkCoqDerivation {
  pname = "linnet";
  defaultVersion = "1.4.0";
  release."1.3.0".sha256 = "sha256-P1JM3AehHXxiIL2wSf6N1BsnSDyWzFm1geAi1UcpDWk=";
  release."1.4.0".sha256 = "sha256-MxEu4U7kacPrUv6QMi7IHdQEoAk9Vlptcc53y8gSTjs=";
  releaseRev = version: "v${version}";
}
