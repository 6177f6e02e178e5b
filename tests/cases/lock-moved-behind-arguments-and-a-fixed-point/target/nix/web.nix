{ stdenv, fetchYarnDeps }:
stdenv.mkDerivation (f: {
  pname = "web";
  version = "1";
  src = ../web;
  offlineCache = fetchYarnDeps {
    yarnLock = "${f.src}/yarn.lock";
    hash = "sha256-JaZjQmPBsfb8RpegTiuZBOpLBCqJr1nck+wfXUSEiiY=";
  };
})
