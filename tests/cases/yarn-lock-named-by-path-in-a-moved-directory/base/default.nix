{
  stdenv,
  fetchYarnDeps,
  yarnConfigHook,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "pager";
  version = "5.0.2";

  src = ./.;

  yarnOfflineCache = fetchYarnDeps {
    yarnLock = ./yarn.lock;
    hash = "sha256-yO/hTR7vGBvz8lfk/cwaIUGEWjaXcBis7vZi75XrGyY=";
  };

  nativeBuildInputs = [ yarnConfigHook ];
})
