{
  stdenv,
  fetchFromGitHub,
  version ? "5.0.0",
  hash ? "sha256-lS++X8hNLEBQZBFVMx2tiybrgDtdsDjl4gH6U/P4eI8=",
}:

stdenv.mkDerivation {
  pname = "stilt";
  inherit version;
  src = fetchFromGitHub {
    owner = "stilt";
    repo = "stilt";
    rev = "v${version}";
    inherit hash;
  };
}
