{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "anvil";
  version = "1.0.1";
  src = fetchFromGitHub {
    owner = "o";
    repo = "anvil";
    rev = "v${version}";
    hash = "sha256-Z/Wet1hD+ZBdutiGBaA0QOCxAX29QNu/TYEYaxretv4=";
  };
  vendorHash = "sha256-J84/Ljbp2kgIyaqvLgD2z1C+BxwD0jQaK5kz7iMJsBg=";
}
