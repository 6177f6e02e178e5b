{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "pad";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "pad";
    rev = "main";
    hash = "sha256-dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0=";
  };
  vendorHash = "sha256-YwuglEivUiFU8473aF7x9EsPPpQw+AgpoDziT0APN1Q=";
}
