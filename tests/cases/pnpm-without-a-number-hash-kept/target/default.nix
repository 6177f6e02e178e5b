{ stdenv, fetchFromGitHub, pnpm }:
stdenv.mkDerivation (finalAttrs: {
  pname = "desk";
  version = "2.1.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "desk";
    tag = "v${finalAttrs.version}";
    hash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
  };
  pnpmDeps = pnpm.fetchDeps {
    inherit (finalAttrs) pname version src;
    fetcherVersion = 2;
    hash = "sha256-IArMKopZZoq6olH9eHWVcKLo0KVCoHGmWEd4h6hus08=";
  };
})
