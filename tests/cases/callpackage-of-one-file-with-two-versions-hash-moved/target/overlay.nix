final: prev: {
  quorum_2 = final.callPackage ./quorum.nix {
    version = "2.7.9";
    hash = "sha256-E47INiWN9sJjK4EfvLuvH3acm1CSNwsIyr1+7d43/IQ=";
  };

  quorum_3 = final.callPackage ./quorum.nix {
    version = "3.0.2";
    hash = "sha256-jhzh+rFKOJz8Ub3KUR1vnfg0d84DI6O/pVHvaQwY1XQ=";
  };
}
