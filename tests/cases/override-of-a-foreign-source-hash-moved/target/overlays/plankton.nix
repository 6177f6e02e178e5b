final: prev: {
  plankton = prev.plankton.overrideAttrs (old: {
    version = "0.16.0";
    src = old.src.override {
      rev = "v0.16.0";
      hash = "sha256-2dqYp/YncMbWsV6cs7Vc6IK0qsVKJ5jdwu4Dpdwom+o=";
    };
  });
}
