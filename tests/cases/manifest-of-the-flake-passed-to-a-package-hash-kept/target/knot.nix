{ fetchurl, manifest }:
fetchurl {
  url = "https://example.org/knot-${manifest.package.version}.tar.gz";
  hash = "sha256-7FgNHiNcuiCJzA3GIn3XB5PVhkCLQKEyyEz2OuF7stI=";
}
