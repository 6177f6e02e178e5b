{ lib, ocaml, buildDunePackage, fetchurl, version ? if lib.versionAtLeast ocaml.version "5.0" then "2.1.0" else "1.3.0" }:
buildDunePackage {
  pname = "lib";
  inherit version;
  src = fetchurl {
    url = "https://e.org/lib-${version}.tbz";
    hash = {
      "2.1.0" = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk=";
      "1.3.0" = "sha256-ZcdMFaaGGHu2u/mVj0lPxrgAaANKZZqa1EmRsIxY8tI=";
    }.${version};
  };
}
