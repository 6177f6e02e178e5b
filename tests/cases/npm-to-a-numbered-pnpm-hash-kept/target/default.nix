{ stdenv, pnpm_9 }:
stdenv.mkDerivation (finalAttrs: {
  pname = "desk";
  version = "2.1.0";
  src = ./.;
  pnpmDeps = pnpm_9.fetchDeps {
    inherit (finalAttrs) pname version src;
    hash = "sha256-IArMKopZZoq6olH9eHWVcKLo0KVCoHGmWEd4h6hus08=";
  };
})
