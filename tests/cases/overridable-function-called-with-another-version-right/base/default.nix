{ lib, fetchurl }:
let
  kestrel = lib.makeOverridable (
    {
      version ? "1.0",
    }:
    fetchurl {
      url = "https://example.org/${version}/kestrel";
      hash = "sha256-eZvy2C2u3ThNc23nBtyvzWpwxdLm1OUApdalhL5M9+o=";
    }
  ) { };
in
kestrel.override { version = "1.4.2"; }
