{ stdenv, fetchFromGitHub, fetchYarnDeps }:

stdenv.mkDerivation (finalAttrs: {
  pname = "semaphore";
  version = "4.4.0";

  src = fetchFromGitHub {
    owner = "signalbox";
    repo = "semaphore";
    tag = "v${finalAttrs.version}";
    hash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  };

  yarnOfflineCache = fetchYarnDeps {
    yarnLock = "${finalAttrs.src}/yarn.lock";
    hash = "sha256-CQAFEmFCWOCQj5F3pX+2ia+3ju4Ndg0JdrAAQaf3WA8=";
  };
})
