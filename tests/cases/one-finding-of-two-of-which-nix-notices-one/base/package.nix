{ buildGoModule, fetchFromGitHub, fetchYarnDeps }:

buildGoModule rec {
  pname = "snipe";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "snipe";
    repo = "snipe";
    tag = "v${version}";
    hash = "sha256-ueoenOMcNGpE0RxKyydXflBdrSirsLgFYR0Ff4EvoCk=";
  };
  vendorHash = "sha256-/1+h8TZoy3wqWvdl2ewk8tt3GE8XN1e8mN9F7i246W4=";
  yarnCache = fetchYarnDeps {
    inherit src;
    hash = "sha256-cA+zBLIDHS2Bw9UaTP7j/HNNRGSOJIgTfxdBR1Fw9k4=";
  };
}
