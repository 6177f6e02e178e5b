{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation {
  pname = "w";
  version = "0.3.2-unstable-2026-05-01";
  src = fetchFromGitHub { owner = "o"; repo = "w"; rev = "aff024fe4ab0fece4091de044c58c9ae4233383a"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
}
