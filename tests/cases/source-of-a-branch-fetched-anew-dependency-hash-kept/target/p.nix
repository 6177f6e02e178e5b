{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "pad";
  version = "nightly";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "pad";
    rev = version;
    hash = "sha256-P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM=";
  };
  vendorHash = "sha256-YwuglEivUiFU8473aF7x9EsPPpQw+AgpoDziT0APN1Q=";
}
