{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation (finalAttrs: {
  pname = "kestrel";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "example";
    repo = "kestrel";
    tag = finalAttrs.version;

    hash = "sha256-MLbtDC/bXb+a6VjugqElE7g7zbOVZ7RoyfjPRMqYYiA=";
  };
})
