{ callPackage }:
let tool = callPackage ./tool.nix { };
in {
  inherit tool;
  tool-old = tool.override { version = "1.3.0"; };
}
