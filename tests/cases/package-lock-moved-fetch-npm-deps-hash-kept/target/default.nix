{ buildNpmPackage, fetchNpmDeps }:

buildNpmPackage {
  pname = "board";
  version = "3.1.0";
  src = ./.;
  npmDeps = fetchNpmDeps {
    name = "board-npm-deps";
    src = ./.;
    hash = "sha256-7IrBUDp1MFOAwlBRpqfVPvgpfF/K4HgP0GXDUvB4Cjc=";
  };
}
