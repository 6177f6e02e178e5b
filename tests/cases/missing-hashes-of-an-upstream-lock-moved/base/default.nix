{ stdenv, fetchFromGitHub, yarn-berry }:
stdenv.mkDerivation (finalAttrs: {
  pname = "notes";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "example";
    repo = "notes";
    tag = finalAttrs.version;
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  missingHashes = ./missing-hashes.json;
  offlineCache = yarn-berry.fetchYarnBerryDeps {
    inherit (finalAttrs) src missingHashes;
    hash = "sha256-Xh7O4Gp/wG8wWuXBKs/np/Z7js5692ky7Tr6sAw8aSE=";
  };
})
