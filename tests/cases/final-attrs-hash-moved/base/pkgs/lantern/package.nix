{
  lib,
  stdenv,
  fetchFromGitHub,
  cmake,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "lantern";
  version = "24.08";

  src = fetchFromGitHub {
    owner = "lantern-ui";
    repo = "lantern";
    tag = "v${finalAttrs.version}";
    hash = "sha256-xSILPEJmiQ8EcZDBjcQkPg2sB51DyoBliZxPnzzxJO8=";
  };

  nativeBuildInputs = [ cmake ];

  meta = {
    changelog = "https://lantern.example.org/news/${finalAttrs.version}";
    license = lib.licenses.gpl3Plus;
  };
})
