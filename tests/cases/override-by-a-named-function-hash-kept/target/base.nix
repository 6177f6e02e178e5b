{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation (finalAttrs: {
  pname = "kestrel";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "example";
    repo = "kestrel";
    tag = finalAttrs.version;
    hash = "sha256-ThCbhllZv3wTWLVdZzf/CeQO6XizjBb7mrC7m5AGD3w=";
  };
})
