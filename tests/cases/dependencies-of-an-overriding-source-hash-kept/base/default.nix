final: prev: {
  tool = prev.tool.overrideAttrs (old: rec {
    src = prev.fetchFromGitHub {
      owner = "acme";
      repo = "tool";
      rev = "v1.0";
      hash = "sha256-6LwWPILu4YczKIx9SsY22zpt6wE+8tN7aDIr4g7cRcw=";
    };
    npmDeps = old.npmDeps.override {
      inherit src;
      hash = "sha256-+TRkpIorkoEIC1VfrBCBsYUhVFUoAMvGokQK0eNikDM=";
    };
  });
}
