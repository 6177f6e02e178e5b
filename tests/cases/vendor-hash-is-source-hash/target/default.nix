{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "g"; version = "1.1.0";
  src = fetchFromGitHub { owner = "o"; repo = "g"; rev = "v${version}"; hash = "sha256-LDpCSddwcAWGSdvYItyveVdYb85CjPssqIuUdB7aiwc="; };
  vendorHash = "sha256-LDpCSddwcAWGSdvYItyveVdYb85CjPssqIuUdB7aiwc=";
}
