{ rustPlatform, fetchFromGitHub }:
rustPlatform.buildRustPackage {
  pname = "w";
  version = "unstable";
  src = fetchFromGitHub { owner = "o"; repo = "w"; rev = "fe05bcdcdc4928012781a5f1a2a77cbb5398e106"; hash = "sha256-6LwWPILu4YczKIx9SsY22zpt6wE+8tN7aDIr4g7cRcw="; };
  cargoHash = "sha256-i1NjnxUsj8bvMIAv3kYroL6c8IX3WA3Gnv1y4AKruzU=";
}
