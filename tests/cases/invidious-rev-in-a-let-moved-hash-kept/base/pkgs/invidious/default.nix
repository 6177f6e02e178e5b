{
  crystal,
  fetchFromGitHub,
}:

let
  version = "unstable-2023-06-06";
  rev = "0ed009f411904971259dab6d494a29efd8e459b3";
in
crystal.buildCrystalPackage {
  pname = "invidious";
  inherit version;

  src = fetchFromGitHub {
    owner = "iv-org";
    repo = "invidious";
    inherit rev;
    hash = "sha256-+aijryV1+Vr3GHP0PEbutV0kLS3SCt5zmrBV13LJvJQ=";
  };

  format = "make";
}
