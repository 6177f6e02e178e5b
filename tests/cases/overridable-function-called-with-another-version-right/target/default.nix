{ lib, fetchurl }:
let
  kestrel = lib.makeOverridable (
    {
      version ? "1.0",
    }:
    fetchurl {
      url = "https://example.org/${version}/kestrel";
      hash = "sha256-y/gIg7Xr5YJ8pMuVjdvA/tSSFG6eN95CIyY7IRuEG2w=";
    }
  ) { };
in
kestrel.override { version = "1.5.0"; }
