{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation (finalAttrs: {
  pname = "plover";
  version = "3.3.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "plover";
    tag = "v${finalAttrs.version}";
    hash = "sha256-9kVR/NbweCPLh5cc+5FEZCXaGChrOrHvk14MvXpp9oo=";
  };
})
