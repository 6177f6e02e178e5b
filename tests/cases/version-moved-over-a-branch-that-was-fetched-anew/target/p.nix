{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "pad";
  version = "1.1.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "pad";
    rev = "main";
    hash = "sha256-P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM=";
  };
  vendorHash = "sha256-YwuglEivUiFU8473aF7x9EsPPpQw+AgpoDziT0APN1Q=";
}
