{ stdenv, fetchFromGitHub, fetchYarnDeps, fetchPnpmDeps, pnpm_10 }:
stdenv.mkDerivation (finalAttrs: {
  pname = "board";
  version = "1.12.0";
  src = fetchFromGitHub {
    owner = "example";
    repo = "board";
    tag = "v${finalAttrs.version}";
    hash = "sha256-NQIJ66QDDmYNcVUjZkTp13sqW6IfUIWTUHOd5m+DJlA=";
  };
  pnpmDeps = fetchPnpmDeps {
    inherit (finalAttrs) pname version src;
    pnpm = pnpm_10;
    fetcherVersion = 3;
    hash = "sha256-DBpy4eRVjMx9grFTmtmW0oq8JGQwgfbKv6X4iuBi9hI=";
  };
})
