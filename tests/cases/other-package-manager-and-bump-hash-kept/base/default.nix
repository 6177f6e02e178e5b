{ stdenv, fetchFromGitHub, fetchYarnDeps, fetchPnpmDeps, pnpm_10 }:
stdenv.mkDerivation (finalAttrs: {
  pname = "board";
  version = "1.11.0";
  src = fetchFromGitHub {
    owner = "example";
    repo = "board";
    tag = "v${finalAttrs.version}";
    hash = "sha256-26XwBWFiEZRIzaE7IkKm2SAXgp4kVH92wHY0ZHqJ+SI=";
  };
  offlineCache = fetchYarnDeps {
    yarnLock = finalAttrs.src + "/yarn.lock";
    hash = "sha256-DBpy4eRVjMx9grFTmtmW0oq8JGQwgfbKv6X4iuBi9hI=";
  };
})
