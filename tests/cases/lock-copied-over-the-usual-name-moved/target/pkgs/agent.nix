{ lib, buildNpmPackage }:
buildNpmPackage rec {
  pname = "agent";
  version = "1.1";
  src = lib.fileset.toSource {
    root = ./.;
    fileset = lib.fileset.unions [
      ./agent-package.json
      ./agent-package-lock.json
    ];
  };
  postPatch = ''
    cp agent-package.json package.json
    cp agent-package-lock.json package-lock.json
  '';
  npmDepsHash = "sha256-15Z3GIaH57MrQ96dI2Wh/4rm8anj1JRxm+VCOU2Z990=";
}
