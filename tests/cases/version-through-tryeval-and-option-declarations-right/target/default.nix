{ lib, fetchurl }:
let
  stated = builtins.tryEval (import ./version.nix);
  version = if stated.success then stated.value else "0";
  tool = lib.makeOverridable (
    { version }:
    fetchurl {
      url = "https://dl.example.org/tool-${version}.tar.gz";
      hash = "sha256-SyJ3d9TdH8Ycb4hPSGQdArTRIdP9Moywi1Ux/Kzav4o=";
    }
  );
in
{
  docs = fetchurl {
    url = "https://dl.example.org/docs-${version}.tar.gz";
    hash = "sha256-7y0SfeN7lCuq0GFF5UsMYZofIjJ7LrvPvsePVWSv450=";
  };
  tool = tool { version = "3.2"; };
}
