{ fetchCargoVendor, fetchFromGitHub, hash }:
let
  src = fetchFromGitHub {
    owner = "example";
    repo = "one";
    rev = "v1.0";
    sha256 = "sha256-sOk9ae36WeDfkxA6UPNULhGimTyGIGwVYgFwQZXaAas=";
  };
in
fetchCargoVendor {
  inherit src hash;
  name = "one-1.0";
}
