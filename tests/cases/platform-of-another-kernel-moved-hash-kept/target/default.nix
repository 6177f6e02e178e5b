{ fetchurl, stdenv }:
let
  files = {
    x86_64-linux = "lumis-1.4-linux.zip";
    x86_64-freebsd = "lumis-1.5-freebsd.zip";
  };
  hashes = {
    x86_64-linux = "sha256-WT8tBKqyUfYMnkuLvB4Fo06SCYDsCDUaGEWbK8fb8vY=";
    x86_64-freebsd = "sha256-Bam/Ij/t+AqdDaX3P1wZGmZb9KCko+YI8vnn1f8jlZw=";
  };
in
fetchurl {
  url = "https://example.org/${files.${stdenv.hostPlatform.system}}";
  hash = hashes.${stdenv.hostPlatform.system};
}
