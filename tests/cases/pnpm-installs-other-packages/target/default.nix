{ stdenv, fetchPnpmDeps }:

stdenv.mkDerivation (finalAttrs: {
  pname = "lark";
  version = "1.0";
  src = ./.;
  pnpmDeps = fetchPnpmDeps {
    inherit (finalAttrs) pname version src;
    fetcherVersion = 3;
    hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
    pnpmInstallFlags = [ "--network-concurrency=4" "--prod" ];
  };
})
