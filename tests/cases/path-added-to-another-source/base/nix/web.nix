{ fetchurl, lib }:
let
  manifest = lib.importTOML (../. + "/Cargo.toml");
in
fetchurl {
  url = "https://example.org/web-${manifest.package.version}.tar.gz";
  hash = "sha256-S15X9usvQrkDmz0eE5KSlfIxdJxRDL40HNaANtmvl+I=";
}
