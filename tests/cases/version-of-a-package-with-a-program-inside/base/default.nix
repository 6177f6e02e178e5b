{ buildNpmPackage, fetchFromGitHub, lib, esbuild, vesper-src }:

let
  version = "1.10.1";
in
buildNpmPackage {
  pname = "vesper";
  version = "${version}+f27361f";
  src = vesper-src;
  npmDepsHash = "sha256-KOWNa/Lgode90Ck6auXyx1ychjjpjVKicsEZWddRzNA=";

  BUNDLER_PATH = lib.getExe (esbuild.overrideAttrs (final: _: {
    version = "0.15.18";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "bundler";
      rev = "v${final.version}";
      hash = "sha256-b9R1ML+pgRg9j2yrkQmBulPuLHYLUQvW+WTyR/Cq6zE=";
    };
  }));
}
