{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation (finalAttrs: {
  pname = "kestrel";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "example";
    repo = "kestrel";
    tag = finalAttrs.version;
    hash = "sha256-6u9QQ6JOqzLZU2IsGQGk7dXpnHDdTlNrplUi7sueGM0=";
  };
})
