{ rustPlatform, fetchFromGitHub }:
rustPlatform.buildRustPackage rec {
  pname = "lamp";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "lamp";
    tag = "v${version}";
    hash = "sha256-yY6F8kkALwMGjiph4aHfXA2wNdbN9B0A/2BW7WMGCUc=";
  };
  cargoHash = "sha256-NBRRvXlZBFT1O4EgkzIg4EJ4RGVJHRuNJ6MeioEnCpA=";
}
