{ php, fetchFromGitHub, ... }@args:
php.buildComposerProject2 {
  pname = "lamp";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "lamp";
    rev = "v1.0";
    hash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
  };
  vendorHash = "sha256-YwuglEivUiFU8473aF7x9EsPPpQw+AgpoDziT0APN1Q=";
}
