{ lib, fetchurl }:
let
  stated = builtins.tryEval (import ./version.nix);
  version = if stated.success then stated.value else "0";
  tool = lib.makeOverridable (
    { version }:
    fetchurl {
      url = "https://dl.example.org/tool-${version}.tar.gz";
      hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
    }
  );
in
{
  docs = fetchurl {
    url = "https://dl.example.org/docs-${version}.tar.gz";
    hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
  };
  tool = tool { version = "3.1"; };
}
