{
  stdenv,
  fetchFromGitHub,
  version,
}:

stdenv.mkDerivation {
  pname = "ouzel";
  inherit version;
  src = fetchFromGitHub {
    owner = "ouzel";
    repo = "ouzel";
    tag = "v${version}";
    hash = "sha256-+hR2l/HywYI65Z2umJbprTxqcuBSPJ6sWX9mjs2W4+g=";
  };
}
