{ fetchCargoVendor, fetchFromGitHub, hash }:
let
  src = fetchFromGitHub {
    owner = "example";
    repo = "two";
    rev = "v1.1";
    sha256 = "sha256-KtxsThKWkNOugxDQV0w9pVDWfot/TzaQsrjMX24mc1o=";
  };
in
fetchCargoVendor {
  inherit src hash;
  name = "two-1.0";
}
