{ lib, ocaml, buildDunePackage, fetchurl, version ? if lib.versionAtLeast ocaml.version "5.0" then "2.2.0" else "1.2.0" }:
buildDunePackage {
  pname = "lib";
  inherit version;
  src = fetchurl {
    url = "https://e.org/lib-${version}.tbz";
    hash = {
      "2.2.0" = "sha256-+rZqoBNH0/EaFkaJQTeM6klZN+X0guGOpkcmgeA9OTY=";
      "1.2.0" = "sha256-ZcdMFaaGGHu2u/mVj0lPxrgAaANKZZqa1EmRsIxY8tI=";
    }.${version};
  };
}
