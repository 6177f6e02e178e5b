{ pkgs }:

rec {
  petrel = pkgs.callPackage ./petrel.nix { };

  petrel-next = petrel.overrideAttrs (
    finalAttrs: previousAttrs: {
      version = "1.3.0";
      src = previousAttrs.src.override {
        tag = "v${finalAttrs.version}";
        hash = "sha256-4l99MjTEZxt+HATapn7Pt4XocGdwLA8vGef0iw0Ccvw=";
      };
    }
  );
}
