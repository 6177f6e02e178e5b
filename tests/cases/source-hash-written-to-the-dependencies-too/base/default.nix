{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "kots";
  version = "1.128.2";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "kots";
    rev = "v${version}";
    hash = "sha256-ArBDD+ntl+AX1l1dXA524MS3MzUYbfG8c29nBzMeRB0=";
  };
  vendorHash = "sha256-1A0I5Iw+5yTiSCMElSO3FIveAo4nkSTqUf0K0bvcpIs=";
}
