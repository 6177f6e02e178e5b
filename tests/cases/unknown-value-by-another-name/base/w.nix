{ stdenv, fetchFromGitHub, version }:
stdenv.mkDerivation (self: {
  pname = "w";
  src = fetchFromGitHub { owner = "o"; repo = "w"; rev = "refs/tags/v${self.meta.release}"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
})
