{
  crystal,
  fetchFromGitHub,
}:

let
  version = "unstable-2023-07-05";
  rev = "dfc7a297d7e1ddc5fe7484dcd3bc0f3d0e0b80b6";
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
