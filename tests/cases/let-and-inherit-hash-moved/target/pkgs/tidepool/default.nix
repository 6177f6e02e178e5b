{
  lib,
  stdenv,
  fetchFromGitHub,
  meson,
  ninja,
}:

let
  pname = "tidepool";
  version = "0.10.0";
in
stdenv.mkDerivation {
  inherit pname version;

  src = fetchFromGitHub {
    owner = "tidepool-org";
    repo = pname;
    rev = "v${version}";
    hash = "sha256-tmcALU+mOb7vzXdty6gmSXdjN7YKYzz0JkG1OhQkNYE=";
  };

  nativeBuildInputs = [
    meson
    ninja
  ];

  meta.license = lib.licenses.mit;
}
