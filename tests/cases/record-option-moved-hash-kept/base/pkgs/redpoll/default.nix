{ lib, stdenv, fetchFromGitHub }:

stdenv.mkDerivation {
  pname = "redpoll";
  version = "git";
  src = fetchFromGitHub (lib.importJSON ./github.json);
}
