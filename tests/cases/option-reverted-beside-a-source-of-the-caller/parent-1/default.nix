{ callPackage, fetchFromGitHub }:
callPackage ./deps.nix {
  sources.lumis = rec {
    version = "1.4";
    src = fetchFromGitHub {
      owner = "example";
      repo = "lumis";
      tag = "v${version}";
      hash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
    };
  };
}
