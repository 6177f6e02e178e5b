{ mkLinnet }:

mkLinnet {
  release."1.3".rev = "v1.5.0";
  release."1.3".sha256 = "sha256-+Zj+Bq+gz75z4ESdwrFpgwnhtXFJYPAnsoWDErFSwnU=";
  release."1.2".rev = "v1.2.9";
  release."1.2".sha256 = "sha256-P1JM3AehHXxiIL2wSf6N1BsnSDyWzFm1geAi1UcpDWk=";
}
