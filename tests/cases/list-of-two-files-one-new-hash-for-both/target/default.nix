{ fetchurl, linkFarm }:
let
  version = "1.3.0";
  base = "https://github.com/acme/gateway/releases/download/v${version}/";
  fetch = { name, hash }: { inherit name; path = fetchurl { url = base + name; inherit hash; }; };
in
linkFarm "crds" (map fetch [
  { name = "standard.yaml"; hash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk="; }
  { name = "experimental.yaml"; hash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk="; }
])
