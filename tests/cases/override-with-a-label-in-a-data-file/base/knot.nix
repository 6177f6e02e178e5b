{ fetchurl, version ? "1.0.0", label ? "" }:
fetchurl {
  url = "https://example.org/knot-${version}.tar.gz";
  hash = "sha256-7FgNHiNcuiCJzA3GIn3XB5PVhkCLQKEyyEz2OuF7stI=";
}
