{ config, pkgs, ... }:
{
  environment.systemPackages = [
    (pkgs.fetchurl {
      url = "https://example.org/knot-${config.birds.knot}.tar.gz";
      hash = "sha256-7FgNHiNcuiCJzA3GIn3XB5PVhkCLQKEyyEz2OuF7stI=";
    })
  ];
}
