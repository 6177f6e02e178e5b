{ buildNpmPackage }:

buildNpmPackage {
  pname = "board";
  version = "3.1.0";
  src = ./.;
  npmDepsHash = "sha256-7IrBUDp1MFOAwlBRpqfVPvgpfF/K4HgP0GXDUvB4Cjc=";
}
