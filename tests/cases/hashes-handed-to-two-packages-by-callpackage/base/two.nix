{ fetchCargoVendor, fetchFromGitHub, hash }:
let
  src = fetchFromGitHub {
    owner = "example";
    repo = "two";
    rev = "v1.0";
    sha256 = "sha256-Fqh32FpV1tO9gLtHOnOKxojLpwL3VN/dl2L468WTpN4=";
  };
in
fetchCargoVendor {
  inherit src hash;
  name = "two-1.0";
}
