{ stdenvNoCC, fetchPnpmDeps }:

stdenvNoCC.mkDerivation (finalAttrs: {
  pname = "frontend";
  version = "1.0";
  src = ../rust;
  sourceRoot = "rust/gui";
  pnpmDeps = fetchPnpmDeps {
    inherit (finalAttrs) pname version src sourceRoot;
    fetcherVersion = 3;
    hash = "sha256-LlqgNhqv/ZEh2WUgS/8pP0oSvh5xII/qDLRHOaQ1aZk=";
  };
})
