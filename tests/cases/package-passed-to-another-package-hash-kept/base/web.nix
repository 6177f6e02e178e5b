{ buildNpmPackage, core }:
buildNpmPackage {
  pname = "wren-web";
  inherit (core) version src;
  npmDepsHash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
}
