{ buildNpmPackage, fetchFromGitHub, lib, esbuild, vesper-src }:

let
  version = "1.10.2";
in
buildNpmPackage {
  pname = "vesper";
  version = "${version}+4671575";
  src = vesper-src;
  npmDepsHash = "sha256-99ByB/Lgode90Ck6auXyx1ychjjpjVKicsEZWddRzNA=";

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
