{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "chisel";
  version = "1.2.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "chisel";
    rev = "v${version}";
    hash = "sha256-kCC6spiiMyHCgDgyhBXzhSRF9CuYl0ieZUASYRPV1Ks=";
  };
  vendorHash = "sha256-RDf48ORHb+w88K48EgYJ3aPv4v1tYB7HXY8C7Aqk0YU=";
}
