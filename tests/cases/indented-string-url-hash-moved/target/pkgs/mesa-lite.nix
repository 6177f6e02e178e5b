{
  lib,
  stdenv,
  fetchzip,
}:

let
  project = "mesa-lite";
  version = "4.20.0";
in
stdenv.mkDerivation {
  pname = project;
  inherit version;
  src = fetchzip {
    url = ''https://ftp.example.org/pub/${project}/${lib.versions.majorMinor version}/${project}-${version}.tar.xz'';
    hash = "sha256-rQx8Vawu9lUqgkITeGo48coKQAb5pDIJHXOd5SQLHdY=";
  };
}
