final: prev: {
  mkApp = final.callPackage ./mk-app.nix { };
  vireo = final.callPackage ./apps/vireo { };
}
