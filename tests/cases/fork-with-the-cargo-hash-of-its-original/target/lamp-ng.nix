{ rustPlatform, fetchFromGitHub }:
rustPlatform.buildRustPackage rec {
  pname = "lamp-ng";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "q";
    repo = "lamp-ng";
    tag = "v${version}";
    hash = "sha256-K09O0vW9qYKl+3NZUUH+qHzD2kRC26qiVgbf2sKvqqQ=";
  };
  cargoHash = "sha256-NBRRvXlZBFT1O4EgkzIg4EJ4RGVJHRuNJ6MeioEnCpA=";
}
