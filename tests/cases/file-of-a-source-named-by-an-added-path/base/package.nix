{ stdenv, fetchYarnDeps, sources }:
stdenv.mkDerivation {
  pname = "lantern";
  version = "1.0";
  src = sources.lantern;
  yarnOfflineCache = fetchYarnDeps {
    yarnLock = sources.lantern + /yarn.lock;
    hash = "sha256-40IPDdxKTWYxsCfsECsXDGwfxXiTEIelxIGAFv3xlU4=";
  };
}
