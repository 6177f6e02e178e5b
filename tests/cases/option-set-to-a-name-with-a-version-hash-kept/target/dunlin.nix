{ config, pkgs, ... }:
{
  environment.systemPackages = [
    (pkgs.fetchurl {
      url = "https://example.org/dunlin-${config.birds.dunlin}.tar.gz";
      hash = "sha256-5y5sSjFGDBbGYVizeKnSiPO+tM7HcTKyxWQunTPkoAQ=";
    })
  ];
}
