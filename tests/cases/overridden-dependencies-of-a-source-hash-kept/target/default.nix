{ mkToolDeps, fetchFromGitHub }:
{
  deps = (mkToolDeps {
    pname = "tool";
    version = "unstable";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "tool";
      rev = "v2.0";
      hash = "sha256-rTKIRqoYsyozWBY3RRHKwQY8cEuMV5meUdqfkIKQp6Q=";
    };
    hash = "sha256-+TRkpIorkoEIC1VfrBCBsYUhVFUoAMvGokQK0eNikDM=";
  }).overrideAttrs (old: { dontFixup = true; });
}
