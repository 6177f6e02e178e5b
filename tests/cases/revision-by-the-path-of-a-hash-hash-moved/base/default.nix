{ mkLinnet }:

mkLinnet {
  release."1.3".rev = "v1.4.0";
  release."1.3".sha256 = "sha256-MxEu4U7kacPrUv6QMi7IHdQEoAk9Vlptcc53y8gSTjs=";
  release."1.2".rev = "v1.2.9";
  release."1.2".sha256 = "sha256-P1JM3AehHXxiIL2wSf6N1BsnSDyWzFm1geAi1UcpDWk=";
}
