{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "lark-client";
  version = "2026-07-09";
  src = fetchFromGitHub {
    owner = "corp";
    repo = "lark";
    tag = version;
    rootDir = "client";
    hash = "sha256-0ZiM0wGYJPB19hZ34ab1SxYDWGhIjkBRdX3eU63u+A8=";
  };
}
