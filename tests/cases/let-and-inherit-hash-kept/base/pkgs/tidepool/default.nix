{
  lib,
  stdenv,
  fetchFromGitHub,
  meson,
  ninja,
}:

let
  pname = "tidepool";
  version = "0.9.1";
in
stdenv.mkDerivation {
  inherit pname version;

  src = fetchFromGitHub {
    owner = "tidepool-org";
    repo = pname;
    rev = "v${version}";
    hash = "sha256-rW6q7VJ9IHHoZdGQrXbNJgnJGtjzlrHbkn71kBL3RkM=";
  };

  nativeBuildInputs = [
    meson
    ninja
  ];

  meta.license = lib.licenses.mit;
}
