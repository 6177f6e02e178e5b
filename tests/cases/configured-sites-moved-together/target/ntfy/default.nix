{ callPackage, dockerTools }:

let
  sources = callPackage ./sources.nix { };
  version = "2.12.0";
in
dockerTools.buildImage {
  name = "ntfy";
  tag = version;
  copyToRoot = sources.src;
}
