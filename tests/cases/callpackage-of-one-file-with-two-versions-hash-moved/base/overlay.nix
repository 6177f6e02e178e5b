final: prev: {
  quorum_2 = final.callPackage ./quorum.nix {
    version = "2.7.9";
    hash = "sha256-E47INiWN9sJjK4EfvLuvH3acm1CSNwsIyr1+7d43/IQ=";
  };

  quorum_3 = final.callPackage ./quorum.nix {
    version = "3.0.1";
    hash = "sha256-zO6Ya+ZEwVw3vsWIbknmrx9Hq6t8Lb1E8+iI44SZ7LY=";
  };
}
