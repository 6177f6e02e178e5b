{ mkToolDeps, fetchFromGitHub }:
{
  deps = (mkToolDeps {
    pname = "tool";
    version = "unstable";
    src = fetchFromGitHub {
      owner = "acme";
      repo = "tool";
      rev = "v1.0";
      hash = "sha256-6LwWPILu4YczKIx9SsY22zpt6wE+8tN7aDIr4g7cRcw=";
    };
    hash = "sha256-+TRkpIorkoEIC1VfrBCBsYUhVFUoAMvGokQK0eNikDM=";
  }).overrideAttrs (old: { dontFixup = true; });
}
