{ stdenv, fetchFromGitHub, fetchNpmDeps }:
stdenv.mkDerivation (finalAttrs: {
  pname = "plover";
  version = "2.0.0";
  src = fetchFromGitHub {
    owner = "plover";
    repo = "plover";
    rev = "v${finalAttrs.version}";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
  npmDeps = fetchNpmDeps {
    name = "plover-npm-deps-${finalAttrs.version}";
    src = "${finalAttrs.src}/ui";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
})
