{
  stdenv,
  fetchFromGitHub,
  cmake,
  pkg-config,
  volk,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "sdrpp";
  version = "1.2.1";

  src = fetchFromGitHub {
    owner = "AlexandreRouma";
    repo = "SDRPlusPlus";
    tag = finalAttrs.version;
    hash = "sha256-R4xWeqdHEAaje37VQaGlg+L2iYIOH4tXMHvZkZq4SDU=";
  };

  nativeBuildInputs = [
    cmake
    pkg-config
  ];
  buildInputs = [ volk ];
})
