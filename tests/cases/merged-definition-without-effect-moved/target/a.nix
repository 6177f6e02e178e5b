{ config, lib, pkgs, ... }:
{
  config = lib.mkMerge [ { t.version = "1.0"; } (lib.mkIf false { t.version = "2.1"; }) { x = pkgs.fetchurl { url = "https://example.org/t-${config.t.version}.tgz"; hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s="; }; } ];
}
