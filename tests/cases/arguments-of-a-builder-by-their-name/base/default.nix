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
      rev = "v0.9.0";
      hash = "sha256-SuQ9ff9U3pMwUQVmUJnfkZ3qKXzTR6fhaDKA0ElbcmU=";
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
