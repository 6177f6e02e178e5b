{ buildGoModule, fetchFromGitHub, pname }:

buildGoModule (finalAttrs: {
  inherit pname;
  version = "1.9.0";

  src = fetchFromGitHub {
    owner = "harbourmaster";
    repo = "ferry";
    tag = "v${finalAttrs.version}";
    hash = "sha256-ikWd/kWPWuP11a8s4/HqmWcZOhDUkK5gm47HSqSGqOQ=";
  };

  vendorHash = "sha256-eqst4Pi0SMc2Gou2JxmrXjPZoFzDkmYvJ6zkiapq0S8=";
})
