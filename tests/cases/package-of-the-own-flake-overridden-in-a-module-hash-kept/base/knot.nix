{ fetchurl, stdenv, version ? "1.0.0", label ? "" }:
stdenv.mkDerivation {
  pname = "knot";
  inherit version;
  src = fetchurl {
    url = "https://example.org/knot-${version}.tar.gz";
    hash = "sha256-7FgNHiNcuiCJzA3GIn3XB5PVhkCLQKEyyEz2OuF7stI=";
  };
  meta.description = label;
}
