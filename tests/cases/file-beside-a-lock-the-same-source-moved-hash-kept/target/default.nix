{
  stdenv,
  fetchFromGitHub,
  yarn-berry_4,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "linnet";
  version = "1.5.0";
  src = fetchFromGitHub {
    owner = "linnet";
    repo = "linnet";
    tag = "v${finalAttrs.version}";
    hash = "sha256-+Zj+Bq+gz75z4ESdwrFpgwnhtXFJYPAnsoWDErFSwnU=";
  };
  missingHashes = ./missing-hashes.json;
  offlineCache = yarn-berry_4.fetchYarnBerryDeps {
    inherit (finalAttrs) src missingHashes;
    hash = "sha256-i1NjnxUsj8bvMIAv3kYroL6c8IX3WA3Gnv1y4AKruzU=";
  };
})
