{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "chisel";
  version = "1.2.1";
  src = fetchFromGitHub {
    owner = "o";
    repo = "chisel";
    rev = "v${version}";
    hash = "sha256-7WsiRqMYx56t2Ep7uKDWD2/oZBueECCI4TDvosvCSww=";
  };
  vendorHash = "sha256-RDf48ORHb+w88K48EgYJ3aPv4v1tYB7HXY8C7Aqk0YU=";
}
