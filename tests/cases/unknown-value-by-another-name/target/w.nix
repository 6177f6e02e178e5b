{ stdenv, fetchFromGitHub, version }:
stdenv.mkDerivation (finalAttrs: {
  pname = "w";
  src = fetchFromGitHub { owner = "o"; repo = "w"; tag = "v${finalAttrs.meta.release}"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
})
