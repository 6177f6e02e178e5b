{ pkgs }:

rec {
  petrel = pkgs.callPackage ./petrel.nix { };

  petrel-next = petrel.overrideAttrs (
    finalAttrs: previousAttrs: {
      version = "1.4.0";
      src = previousAttrs.src.override {
        tag = "v${finalAttrs.version}";
        hash = "sha256-VqUi2cBPv+DD9TwzqXEee7q+Flk3tjZXU6avtz3AFuc=";
      };
    }
  );
}
