{ fenix }:

import ./nix/toolchain.nix {
  inherit fenix;
  rustVersion = "1.92.0";
  manifestHash = "sha256-Uh/lyezhqh+LZiKBcVmCY1dK78b6S6BqYXR+yB7p9aM=";
}
