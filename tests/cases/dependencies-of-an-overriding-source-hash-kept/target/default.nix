final: prev: {
  tool = prev.tool.overrideAttrs (old: rec {
    src = prev.fetchFromGitHub {
      owner = "acme";
      repo = "tool";
      rev = "v2.0";
      hash = "sha256-rTKIRqoYsyozWBY3RRHKwQY8cEuMV5meUdqfkIKQp6Q=";
    };
    npmDeps = old.npmDeps.override {
      inherit src;
      hash = "sha256-+TRkpIorkoEIC1VfrBCBsYUhVFUoAMvGokQK0eNikDM=";
    };
  });
}
