{ lib, stdenv, fetchurl, variant ? "full", fetchFromGitHub }:
stdenv.mkDerivation {
  pname = "x"; version = "1.2.0";
  src = fetchurl {
    url = "https://e.org/x-1.2.0${lib.optionalString (variant == "full") "-complete"}.tgz";
    hash = if variant == "full" then "sha256-JS8QyDYQ68oaBZwLroJV66L5W+TR17z6idckioLZ8RE=" else "sha256-YsZqel3XDDFGYYBjw0TlMebUtZ43mAhEPOlis6vWPFo=";
  };
}
