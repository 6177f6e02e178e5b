{
  lib,
  stdenv,
  fetchFromGitHub,
  cmake,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "lantern";
  version = "24.11";

  src = fetchFromGitHub {
    owner = "lantern-ui";
    repo = "lantern";
    tag = "v${finalAttrs.version}";
    hash = "sha256-Lb2pjMbRa9vz4/oiaPeesnJC5czhId6eXHpe+2lC3eI=";
  };

  nativeBuildInputs = [ cmake ];

  meta = {
    changelog = "https://lantern.example.org/news/${finalAttrs.version}";
    license = lib.licenses.gpl3Plus;
  };
})
