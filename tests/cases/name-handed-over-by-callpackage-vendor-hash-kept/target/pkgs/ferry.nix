{ buildGoModule, fetchFromGitHub, pname }:

buildGoModule (finalAttrs: {
  inherit pname;
  version = "1.10.0";

  src = fetchFromGitHub {
    owner = "harbourmaster";
    repo = "ferry";
    tag = "v${finalAttrs.version}";
    hash = "sha256-/a1/E+JgXROOyxFr4BmAWujCxI5+to8S6cdXUz5zSso=";
  };

  vendorHash = "sha256-eqst4Pi0SMc2Gou2JxmrXjPZoFzDkmYvJ6zkiapq0S8=";
})
