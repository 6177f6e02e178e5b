{ config, lib, pkgs, ... }:
{
  options.my.versions = lib.mkOption { type = lib.types.attrsOf lib.types.str; default = { }; };
  config.home.packages = [
    (pkgs.runCommand "kubectl" { src = pkgs.fetchurl { url = "https://dl.k8s.io/v${config.my.versions.kubectl}/bin/linux/amd64/kubectl"; hash = "sha256-glTDKakoUPbVOd03b0gW7idkUX2l4CNVFK9DMWRIDXo="; }; } "install -D $src $out/bin/kubectl")
    (pkgs.fetchzip { url = "https://get.helm.sh/helm-v${config.my.versions.helm}-linux-amd64.tar.gz"; hash = "sha256-qqlAJmTxpB9A67xSyZk+tmrrNmYClY/fqig7ceZNsSM="; })
  ];
}
