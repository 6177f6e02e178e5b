{
  stdenv,
  fetchFromGitHub,
  yarn-berry_4,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "linnet";
  version = "1.4.0";
  src = fetchFromGitHub {
    owner = "linnet";
    repo = "linnet";
    tag = "v${finalAttrs.version}";
    hash = "sha256-MxEu4U7kacPrUv6QMi7IHdQEoAk9Vlptcc53y8gSTjs=";
  };
  missingHashes = ./missing-hashes.json;
  offlineCache = yarn-berry_4.fetchYarnBerryDeps {
    inherit (finalAttrs) src missingHashes;
    hash = "sha256-i1NjnxUsj8bvMIAv3kYroL6c8IX3WA3Gnv1y4AKruzU=";
  };
})
