{
  lib,
  stdenv,
  fetchzip,
}:

let
  project = "mesa-lite";
  version = "4.18.2";
in
stdenv.mkDerivation {
  pname = project;
  inherit version;
  src = fetchzip {
    url = ''https://ftp.example.org/pub/${project}/${lib.versions.majorMinor version}/${project}-${version}.tar.xz'';
    hash = "sha256-I4A4uV9bkBpdjG9EUpxkMH9qpke4kWIxd5sBOcXON/k=";
  };
}
