{
  pkgs,
  gitHash ? "none",
}:
pkgs.stdenv.mkDerivation {
  pname = "app";
  version = "1.0";
  src = ./src;
  GIT_COMMIT = gitHash;
}
