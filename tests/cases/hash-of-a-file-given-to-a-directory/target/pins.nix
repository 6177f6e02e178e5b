{ lib, fetchurl, fetchFromGitHub }:
let
  pins = lib.importJSON ./pins.json;
in
{
  crds = fetchurl {
    url = "https://example.org/crds/v${pins.crds.version}/crds.yaml";
    hash = pins.crds.hash;
  };
  flow = fetchFromGitHub {
    owner = "acme";
    repo = "flow";
    tag = "v${pins.flow.version}";
    hash = pins.flow.hash;
  };
}
