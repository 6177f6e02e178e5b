{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "kots";
  version = "1.129.3";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "kots";
    rev = "v${version}";
    hash = "sha256-rTUYGM0Z2jBTrbSmLocKj1iB4+efn9eWMjr1DB6F/1c=";
  };
  vendorHash = "sha256-rTUYGM0Z2jBTrbSmLocKj1iB4+efn9eWMjr1DB6F/1c=";
}
