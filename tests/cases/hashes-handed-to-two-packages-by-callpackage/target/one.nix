{ fetchCargoVendor, fetchFromGitHub, hash }:
let
  src = fetchFromGitHub {
    owner = "example";
    repo = "one";
    rev = "v1.1";
    sha256 = "sha256-w7W2qRQKmveC0pOZuYgYC2dPLhyYpYzKgoDt6Xb+VUw=";
  };
in
fetchCargoVendor {
  inherit src hash;
  name = "one-1.0";
}
