{
  lib,
  fetchFromGitHub,
  fetchurl,
  stdenv,
}:

let
  build =
    version: hash:
    stdenv.mkDerivation (finalAttrs: {
      pname = "linnet";
      inherit version;
      src = fetchurl {
        url = "https://example.org/linnet-${finalAttrs.version}.tar.gz";
        inherit hash;
      };
    });
  versions = {
    "1.0" = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    "2.0" = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
  version = "3.0.0";
  hashes = {
    linux = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    darwin = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
  };
in
{
  linnets = lib.mapAttrs build versions;
  siskins = lib.genAttrs [ "linux" "darwin" ] (
    machine:
    fetchurl {
      url = "https://example.org/${version}/siskin-${machine}";
      hash = hashes.${machine};
    }
  );
  buntings = lib.mapAttrs (
    name: entry: fetchFromGitHub { inherit (entry) owner repo tag hash; }
  ) (lib.importJSON ./buntings.json);
}
