{
  buildGoModule,
  buildNpmPackage,
  fetchFromGitHub,
}:

let
  shared = {
    pname = "lantern";
    version = "0-unstable-2025-03-01";

    src = fetchFromGitHub {
      owner = "example";
      repo = "lantern";
      rev = "v1.0.0";
      hash = "sha256-FF1e1BTAnwvDPkDLtVUaRPkSXdZ8dhVAlGQpjoBDK+I=";
    };
  };

  server = shared // {
    vendorHash = "sha256-LAwbHaaRwLPPSxS0hJ2Wf1Vy6GK5qHtjLDKMJQjmPyk=";
  };

  client = shared // {
    npmDepsHash = "sha256-XJ0DDVpyHPmbIDzs3M8VIOlm0xzmgR5a1zi+aWSEhRE=";
  };
in
{
  server = buildGoModule server;
  client = buildNpmPackage (client // { makeCacheWritable = true; });
}
