final: prev: {
  mkApp = final.callPackage ./mk-app.nix { };
  a = final.callPackage ./apps/a.nix { };
}
